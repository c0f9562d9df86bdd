import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const contextOf = (endpointId: string) => `webhook_endpoints/${endpointId}`;

/** Seals the secret of an endpoint under a key of its organization. */
export async function sealSecret(
  organizationId: string,
  endpointId: string,
  secret: string,
): Promise<Buffer<ArrayBuffer>> {
  return seal(await purposeKey(organizationId, "webhook-secret"), contextOf(endpointId), Buffer.from(secret));
}

/**
 * Opens the secret of an endpoint, to sign with it.
 * @returns null when it cannot be opened
 */
export async function openSecret(
  organizationId: string,
  endpointId: string,
  sealed: Uint8Array,
): Promise<string | null> {
  const key = await purposeKey(organizationId, "webhook-secret");
  try {
    return open(key, contextOf(endpointId), sealed).toString();
  } catch {
    return null;
  }
}
