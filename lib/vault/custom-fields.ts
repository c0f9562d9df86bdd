import "server-only";
import { openJson, sealJson } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const contextOf = (identityId: string) => `identities/${identityId}`;

/** Seals what the customer stores with an identity, under a key of its organization. */
export async function sealCustomFields(
  organizationId: string,
  identityId: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<Buffer<ArrayBuffer>> {
  return sealJson(await purposeKey(organizationId, "custom-fields"), contextOf(identityId), fields);
}

/**
 * Opens what {@link sealCustomFields} sealed.
 * @returns an empty map if nothing is stored; null when it cannot be opened
 */
export async function openCustomFields(
  organizationId: string,
  identityId: string,
  sealed: Uint8Array | null,
): Promise<Record<string, unknown> | null> {
  if (!sealed) return {};
  const key = await purposeKey(organizationId, "custom-fields");
  try {
    return openJson<Record<string, unknown>>(key, contextOf(identityId), sealed);
  } catch {
    return null;
  }
}
