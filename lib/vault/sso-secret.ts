import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const context = (connectionId: string) => `sso_connections/${connectionId}`;
const signingContext = (connectionId: string) => `${context(connectionId)}/signing`;

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

/** Seals the private key, in PKCS #8, with which a SAML connection signs. */
export const sealSigningKey = async (
  organizationId: string,
  connectionId: string,
  key: Uint8Array,
): Promise<Buffer<ArrayBuffer>> =>
  seal(await purposeKey(organizationId, "sso-secret"), signingContext(connectionId), Buffer.from(key));

/**
 * Opens the private key of a SAML connection.
 * @returns PKCS #8
 * @throws Error when it was changed, or belongs to another connection
 */
export const openSigningKey = async (
  organizationId: string,
  connectionId: string,
  sealed: Uint8Array,
): Promise<Buffer> =>
  open(await purposeKey(organizationId, "sso-secret"), signingContext(connectionId), sealed);
