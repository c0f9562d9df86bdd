import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

/** What is sealed of a source: its credentials, and what its vendor's notices are signed with. */
export type SourceSecret = "credentials" | "notice";

const context = (sourceId: string, what: SourceSecret) => `sources/${sourceId}/${what}`;

/** Seals a secret of a source under a key of its organization. */
export const sealSourceSecret = async (
  organizationId: string,
  sourceId: string,
  what: SourceSecret,
  secret: string,
): Promise<Buffer<ArrayBuffer>> =>
  seal(await purposeKey(organizationId, "source-secret"), context(sourceId, what), Buffer.from(secret));

/**
 * Opens a secret of a source.
 * @returns null when it was changed, or belongs to another source
 */
export async function openSourceSecret(
  organizationId: string,
  sourceId: string,
  what: SourceSecret,
  sealed: Uint8Array,
): Promise<string | null> {
  const key = await purposeKey(organizationId, "source-secret");
  try {
    return open(key, context(sourceId, what), sealed).toString();
  } catch {
    return null;
  }
}
