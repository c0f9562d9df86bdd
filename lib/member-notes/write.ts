import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { listMemberNotes } from "@/lib/member-notes/read";
import type { MemberNoteInput, MemberNoteList } from "@/lib/member-notes/schema";
import { db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/id";
import { belowRequest } from "@/lib/platform/scope";
import { lockRequest, writableRequestCipher } from "@/lib/requests/load";

/**
 * Notes something about a request, for other members, also after it was closed. Like the note on a case, it is never
 * changed or removed; it is erased with the request's personal data.
 * @throws AppError not_found; conflict when the personal data of the request has been erased
 */
export async function addMemberNote(
  actor: Actor,
  { requestId, text }: MemberNoteInput & { requestId: string },
): Promise<MemberNoteList> {
  authorize(actor, "requests:work");
  const id = newId("note");
  await db.$transaction(async (tx) => {
    const request = await lockRequest(tx, actor, requestId);
    const cipher = await writableRequestCipher(actor, request);
    await tx.requestNote.create({
      data: {
        ...belowRequest(request),
        id,
        writtenBy: actor.id,
        writtenAt: new Date(),
        sealed: cipher.seal("requestNote", id, { text }),
      },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "request.member-note-added",
      metadata: { noteId: id },
      resource: { type: "request", id: request.id },
    });
  });
  return listMemberNotes(actor, { requestId });
}
