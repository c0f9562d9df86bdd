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
import type { TellDamage } from "@/lib/vault/cipher";
import type { SealedKind } from "@/lib/vault/sealed";

/** An image as a package holds it. */
export type PackedImage = { docType: string; blobKey: string };

/**
 * What of a session does not open: records whose sealed column is damaged, images that are missing or damaged. The
 * answer is built without them and names them (GDPR Art. 12(1), 15(3): what is handed out is complete or says what is
 * missing). A note that is matter of a suspicion report, and what is withheld of an open review, are named nowhere.
 */
export async function unreadableOf(
  actor: Actor,
  request: OwnRequest,
  sessionId: string,
  { images, isWithheld }: { images: readonly PackedImage[]; isWithheld: boolean },
): Promise<UnreadableDto[]> {
  const rows: [SealedKind, string][] = [];
  const tell: TellDamage = (kind, rowId) => void rows.push([kind, rowId]);
  await reviewedBundle(actor, request, sessionId, tell);
  await recordOf(actor, sessionId, { hidesLines: false, tell });
  const marks = await marksOf(actor, request, sessionId);
  const isUnsaid = ([kind, rowId]: (typeof rows)[number]) =>
    (isWithheld && isOfReview(kind)) || (kind === "note" && marks.get(`note:${rowId}`)?.isSuspicion === true);
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

/** What an image is called among what could not be read. */
export const imageItem = (docType: string): string => `Image ${docType}`;

/** Why an image does not open, or null when it does. */
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
