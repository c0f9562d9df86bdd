import "server-only";
import { open, seal } from "@/lib/platform/aead";
import { purposeKey } from "@/lib/platform/keys";

const contextOf = (entryId: string) => `list_entries/${entryId}`;

/** Seals a value that a list got without a session, under a key of its organization. It goes with its entry. */
export async function sealListValue(
  organizationId: string,
  entryId: string,
  value: string,
): Promise<Buffer<ArrayBuffer>> {
  return seal(await purposeKey(organizationId, "list-value"), contextOf(entryId), Buffer.from(value));
}

/**
 * Opens a value that {@link sealListValue} sealed.
 * @returns null when it cannot be opened
 */
export async function openListValue(
  organizationId: string,
  entryId: string,
  sealed: Uint8Array,
): Promise<string | null> {
  const key = await purposeKey(organizationId, "list-value");
  try {
    return open(key, contextOf(entryId), sealed).toString();
  } catch {
    return null;
  }
}
