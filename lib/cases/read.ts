import "server-only";
import { recordRead } from "@/lib/audit/looks";
import { type Actor, authorize } from "@/lib/auth/actor";
import { openCase, ownCaseOf } from "@/lib/cases/own";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { showCase } from "@/lib/cases/show";
import { instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeText } from "@/lib/privacy/view";
import { type OpenSession, openSession } from "@/lib/records/open";

/** One review case. */
export async function getCase(actor: Actor, input: { caseId: string }): Promise<CaseDto> {
  authorize(actor, "cases:read");
  return showCase(actor, await ownCaseOf(actor, input.caseId, "read"));
}

/** What a call changed whose answer was lost: the case, as it is now. */
export const retellCase = (actor: Actor, resource: { id: string }): Promise<CaseDto> =>
  getCase(actor, { caseId: resource.id });

/** The review case of a session, if there is one, with its notes, oldest first. */
export async function getSessionCase(actor: Actor, input: { sessionId: string }): Promise<SessionCaseDto> {
  authorize(actor, "cases:read");
  const session = await openSession(actor, input.sessionId, "read");
  const [found, notes] = await Promise.all([
    db.reviewCase.findUnique({ where: { sessionPk: session.pk } }),
    notesOf(session),
  ]);
  await recordNotes(actor, session, notes);
  return { reviewCase: found && (await showCase(actor, { ...found, session })), notes };
}

/** The notes of a case, oldest first. */
export async function listNotes(actor: Actor, input: { caseId: string }) {
  authorize(actor, "cases:read");
  const { session } = await openCase(actor, input.caseId, "read");
  const data = await notesOf(session);
  await recordNotes(actor, session, data);
  return { data };
}

/** Notes are not masked: whoever may read them reads what colleagues wrote about the person. */
async function recordNotes(
  actor: Actor,
  session: OpenSession,
  notes: SessionCaseDto["notes"],
): Promise<void> {
  const isRead = session.view.sight !== "hidden" && notes.some(({ content }) => content !== null);
  if (isRead) await recordRead(actor, session, "notes");
}

/** The notes of an opened session, oldest first. */
export async function notesOf(session: OpenSession): Promise<SessionCaseDto["notes"]> {
  const notes = await db.caseNote.findMany({
    where: { sessionPk: session.pk },
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  return notes.map((note) => ({
    id: note.id,
    author: note.author,
    content: viewFreeText(session.view, openRow(session.shownKey, "note", note.id, note.sealed)?.content),
    createdAt: instantOrNull(note.createdAt),
  }));
}
