import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { instant } from "@/lib/format/instant";
import type { MemberNoteList } from "@/lib/member-notes/schema";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { belowRequest } from "@/lib/platform/scope";
import { cipherOf } from "@/lib/records/open";
import { ownRequestOf } from "@/lib/requests/load";

/** Lists what members noted about a request, the newest first. @throws AppError not_found */
export async function listMemberNotes(actor: Actor, input: { requestId: string }): Promise<MemberNoteList> {
  authorize(actor, "requests:work");
  const request = await ownRequestOf(actor, input.requestId);
  const [rows, cipher, names] = await Promise.all([
    db.requestNote.findMany({ where: belowRequest(request), orderBy: { pk: "desc" } }),
    cipherOf(actor, "request", request),
    memberNames(actor),
  ]);
  const own = cipher.pastDamage(() => undefined);
  return {
    data: rows.map(({ id, writtenBy, writtenAt, sealed }) => ({
      id,
      writtenBy: names.get(writtenBy) ?? writtenBy,
      writtenAt: instant(writtenAt),
      text: own.open("requestNote", id, sealed)?.text ?? null,
    })),
  };
}
