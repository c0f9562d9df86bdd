import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import type { SessionCaseDto } from "@/lib/cases/schema";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeText } from "@/lib/privacy/view";
import { shownDataKey } from "@/lib/privacy/window";
import { ownSessionOf } from "@/lib/sessions/own";

/** The review case of a session, if there is one, with its notes, oldest first. */
export async function getSessionCase(actor: Actor, input: { sessionId: string }): Promise<SessionCaseDto> {
  authorize(actor, "cases:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const [found, notes] = await Promise.all([
    db.reviewCase.findUnique({ where: { sessionPk: session.pk } }),
    db.caseNote.findMany({
      where: { sessionPk: session.pk },
      orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
    }),
  ]);
  const key = notes.length > 0 ? await shownDataKey(actor, session) : undefined;
  return {
    reviewCase: found && {
      id: found.id,
      sessionId: session.id,
      status: found.status,
      createdAt: instant(found.createdAt),
      decision: found.decision,
      assignedTo: found.assignedTo,
      claimedAt: instantOrNull(found.claimedAt),
      enteredReviewAt: instantOrNull(found.enteredReviewAt),
      decidedAt: instantOrNull(found.decidedAt),
    },
    notes: notes.map((note) => ({
      id: note.id,
      author: note.author,
      content: viewFreeText(actor, openRow(key, "note", note.id, note.sealed)?.content),
      createdAt: instantOrNull(note.createdAt),
    })),
  };
}
