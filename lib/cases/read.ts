import { belowSession, keyOf } from "@/lib/platform/scope";
import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type CaseRow, isBlindTo, showCase } from "@/lib/cases/dto";
import { openCase, ownCaseOf } from "@/lib/cases/load";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { recordRead } from "@/lib/events/looks";
import { instantOrNull } from "@/lib/format/instant";
import { memberNames } from "@/lib/members/load";
import { db } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { type OpenSession, openSession, type SessionName } from "@/lib/records/open";
import { viewFreeText } from "@/lib/records/view";

/** One review case. */
export async function getCase(actor: Actor, input: { caseId: string }): Promise<CaseDto> {
  authorize(actor, "cases:read");
  return showCase(actor, await ownCaseOf(actor, input.caseId, "read"));
}

/** Answers a repeated call whose first answer was lost: the case as it is now. */
export const retellCase = (actor: Actor, resource: { id: string }): Promise<CaseDto> =>
  getCase(actor, { caseId: resource.id });

/** The review case of a session, if there is one, with its notes, oldest first. */
export async function getSessionCase(
  actor: Actor,
  input: { sessionId: SessionName },
): Promise<SessionCaseDto> {
  authorize(actor, "cases:read");
  const session = await openSession(actor, input.sessionId, "read");
  const [{ reviewCase: found, notes: rows }, names] = await Promise.all([
    db.session.findUniqueOrThrow({
      where: keyOf(session),
      relationLoadStrategy: "join",
      select: { reviewCase: true, notes: noteRows },
    }),
    memberNames(actor),
  ]);
  const notes = showNotes(actor, session, found, { notes: rows, names });
  await recordNotes(actor, session, notes);
  const known = { names, settings: session.settings };
  return { reviewCase: found && (await showCase(actor, { ...found, session }, known)), notes };
}

/** The notes of a case, oldest first. */
export async function listNotes(actor: Actor, input: { caseId: string }) {
  authorize(actor, "cases:read");
  const found = await openCase(actor, input.caseId, "read");
  const { session } = found;
  const [notes, names] = await Promise.all([
    db.caseNote.findMany({ where: belowSession(session), ...noteRows }),
    memberNames(actor),
  ]);
  const data = showNotes(actor, session, found, { notes, names });
  await recordNotes(actor, session, data);
  return { data };
}

/** Notes are not masked: everybody who may read notes reads what colleagues wrote about the person. */
async function recordNotes(
  actor: Actor,
  session: OpenSession,
  notes: SessionCaseDto["notes"],
): Promise<void> {
  const isRead = session.view.sight !== "hidden" && notes.some(({ content }) => content !== null);
  if (isRead) await recordRead(actor, session, "notes");
}

type Reviewed = Pick<CaseRow, "status" | "firstReviewer">;

/** How the notes of a session are ordered: oldest first. */
export const noteRows = { orderBy: [{ createdAt: "asc" }, { pk: "asc" }] } satisfies Prisma.Session$notesArgs;
type NoteRow = Prisma.CaseNoteGetPayload<object>;

type Noted = { notes: readonly NoteRow[]; names: ReadonlyMap<string, string> };

/**
 * Describes the notes of an opened session, without those that would reveal the first decision to the second
 * reviewer.
 */
export function showNotes(
  actor: Actor,
  session: OpenSession,
  reviewCase: Reviewed | null,
  { notes, names }: Noted,
): SessionCaseDto["notes"] {
  const hidden = reviewCase && hiddenAuthor(actor, session, reviewCase, names);
  const shown = hidden ? notes.filter(({ author }) => author !== hidden) : notes;
  return shown.map((note) => ({
    id: note.id,
    author: note.author,
    content: viewFreeText(session.view, session.shown.open("note", note.id, note.sealed)?.content),
    createdAt: instantOrNull(note.createdAt),
    authorName: note.author,
    authorType: note.authorType,
  }));
}

/**
 * Returns the author whose notes belong to a first decision that is hidden from the actor. Notes name their author.
 */
function hiddenAuthor(
  actor: Actor,
  session: OpenSession,
  found: Reviewed,
  names: Noted["names"],
): string | null {
  if (!found.firstReviewer || !isBlindTo(actor, found, session.settings.review)) return null;
  return names.get(found.firstReviewer) ?? null;
}
