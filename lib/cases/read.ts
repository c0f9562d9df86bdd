import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type CaseRow, isBlindTo, showCase } from "@/lib/cases/dto";
import { openCase, ownCaseOf } from "@/lib/cases/load";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { recordRead } from "@/lib/events/looks";
import { instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import { belowSession } from "@/lib/platform/scope";
import { type OpenSession, openSession } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";
import { openRow } from "@/lib/vault/seal";

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
  const found = await db.reviewCase.findUnique({
    where: { ofSession: { ...inScope(actor), sessionPk: session.pk } },
  });
  const notes = await notesOf(actor, session, found);
  await recordNotes(actor, session, notes);
  return { reviewCase: found && (await showCase(actor, { ...found, session })), notes };
}

/** The notes of a case, oldest first. */
export async function listNotes(actor: Actor, input: { caseId: string }) {
  authorize(actor, "cases:read");
  const found = await openCase(actor, input.caseId, "read");
  const { session } = found;
  const data = await notesOf(actor, session, found);
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

type Reviewed = Pick<CaseRow, "status" | "firstReviewer">;

/** The notes of an opened session, oldest first; without those that would tell a second reviewer of the first opinion. */
export async function notesOf(
  actor: Actor,
  session: OpenSession,
  reviewCase: Reviewed | null,
): Promise<SessionCaseDto["notes"]> {
  const notes = await db.caseNote.findMany({
    where: belowSession(session),
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  const hidden = reviewCase && (await hiddenAuthor(actor, session, reviewCase));
  const shown = hidden ? notes.filter(({ author }) => author !== hidden) : notes;
  return shown.map((note) => ({
    id: note.id,
    author: note.author,
    content: viewFreeText(session.view, openRow(session.shownKey, "note", note.id, note.sealed)?.content),
    createdAt: instantOrNull(note.createdAt),
  }));
}

/** The author whose notes belong to a first opinion that is hidden from the actor. Notes name their author. */
async function hiddenAuthor(actor: Actor, session: OpenSession, found: Reviewed): Promise<string | null> {
  if (!found.firstReviewer || !isBlindTo(actor, found, session.settings)) return null;
  return (await memberNames(actor)).get(found.firstReviewer) ?? null;
}
