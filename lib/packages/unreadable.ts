import "server-only";
import type { Actor } from "@/lib/actor/actor";
import type { UnreadableDto } from "@/lib/contract/answer";
import { sentence } from "@/lib/format/words";
import { recordOf } from "@/lib/packages/record";
import { blobs } from "@/lib/platform/blobs";
import { openSession } from "@/lib/records/open";
import { marksOf, reviewedBundle } from "@/lib/remarks/load";
import type { OwnRequest } from "@/lib/requests/load";
import { isOfReview } from "@/lib/requests/open-reviews";
import type { DamagedKind, TellDamage } from "@/lib/vault/cipher";

/** An image in a package. */
export type PackedImage = { docType: string; blobKey: string };

/**
 * Lists the data of a session that cannot be read: records whose sealed column is damaged, images that are missing or
 * damaged. The answer is built without them and names them, because it must be complete or say what is missing (GDPR
 * Art. 12(1), 15(3)). Notes marked as suspicion material, and data withheld during an open review, are not named.
 */
export async function unreadableOf(
  actor: Actor,
  request: OwnRequest,
  sessionId: string,
  { images, isWithheld }: { images: readonly PackedImage[]; isWithheld: boolean },
): Promise<UnreadableDto[]> {
  const rows: [DamagedKind, string][] = [];
  const tell: TellDamage = (kind, rowId) => void rows.push([kind, rowId]);
  await reviewedBundle(actor, request, sessionId, tell);
  await recordOf(actor, sessionId, { hidesLines: false, tell });
  const marks = await marksOf(actor, request, sessionId);
  const isUnsaid = ([kind, rowId]: (typeof rows)[number]) =>
    (isWithheld && isOfReview(kind)) ||
    ((kind === "note" || kind === "secondLook") && marks.get(`note:${rowId}`)?.isSuspicion === true);
  const found = rows
    .filter((row) => !isUnsaid(row))
    .map(([kind, rowId]) => ({
      sessionId,
      item: rowId === sessionId ? sentence(kind) : `${sentence(kind)} ${rowId}`,
      reason: "its record is damaged",
    }));
  for (const { docType, blobKey } of images) {
    const reason = await faultOf(actor, sessionId, blobKey);
    if (reason) found.push({ sessionId, item: imageItem(docType), reason });
  }
  return found;
}

/** The name of an image in the list of unreadable data. */
export const imageItem = (docType: string): string => `Image ${docType}`;

/** Returns why an image cannot be opened, or null when it can. */
async function faultOf(actor: Actor, sessionId: string, blobKey: string): Promise<string | null> {
  const { cipher } = await openSession(actor, sessionId, "answer");
  const sealed = await blobs().get(blobKey);
  if (!sealed) return "its file is missing";
  if (cipher.isDestroyed) return "its key has been destroyed";
  try {
    cipher.openImage(blobKey, sealed);
    return null;
  } catch {
    return "its file is damaged";
  }
}
