import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const context = (memberId: string) => `totp/${memberId}`;

/** Seals the secret of a member's authenticator app under a key of the organization. */
export const sealTotpSecret = async (organizationId: string, memberId: string, secret: string) =>
  seal(await purposeKey(organizationId, "second-factor"), context(memberId), Buffer.from(secret));

/**
 * Opens the secret of a member's authenticator app.
 * @throws Error when it was changed, or belongs to another member
 */
export const openTotpSecret = async (organizationId: string, memberId: string, sealed: Uint8Array) =>
  open(await purposeKey(organizationId, "second-factor"), context(memberId), sealed).toString();
