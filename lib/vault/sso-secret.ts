import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const context = (connectionId: string) => `sso_connections/${connectionId}`;

/** Seals the client secret of a connection under a key of its organization. */
export const sealClientSecret = async (
  organizationId: string,
  connectionId: string,
  secret: string,
): Promise<Buffer<ArrayBuffer>> =>
  seal(await purposeKey(organizationId, "sso-secret"), context(connectionId), Buffer.from(secret));

/**
 * Opens the client secret of a connection, to authenticate to its provider.
 * @throws Error when it was changed, or belongs to another connection
 */
export const openClientSecret = async (
  organizationId: string,
  connectionId: string,
  sealed: Uint8Array,
): Promise<string> =>
  open(await purposeKey(organizationId, "sso-secret"), context(connectionId), sealed).toString();
