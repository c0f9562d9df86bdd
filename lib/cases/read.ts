import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { ownCaseOf } from "@/lib/cases/own";
import type { CaseDto, SessionCaseDto } from "@/lib/cases/schema";
import { showCase } from "@/lib/cases/show";
import { instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeText } from "@/lib/privacy/view";
import { shownDataKey } from "@/lib/privacy/window";
import { ownSessionOf } from "@/lib/sessions/own";

/** One review case. */
export async function getCase(actor: Actor, input: { caseId: string }): Promise<CaseDto> {
  authorize(actor, "cases:read");
  return showCase(actor, await ownCaseOf(actor, input.caseId));
}

/** The review case of a session, if there is one, with its notes, oldest first. */
export async function getSessionCase(actor: Actor, input: { sessionId: string }): Promise<SessionCaseDto> {
  authorize(actor, "cases:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const [found, notes] = await Promise.all([
    db.reviewCase.findUnique({ where: { sessionPk: session.pk } }),
    notesOf(actor, session),
  ]);
  return { reviewCase: found && (await showCase(actor, { ...found, session })), notes };
}

/** The notes of a case, oldest first. */
export async function listNotes(actor: Actor, input: { caseId: string }) {
  authorize(actor, "cases:read");
  const { session } = await ownCaseOf(actor, input.caseId);
  return { data: await notesOf(actor, session) };
}

type NotedSession = Parameters<typeof shownDataKey>[1] & { pk: bigint };

async function notesOf(actor: Actor, session: NotedSession): Promise<SessionCaseDto["notes"]> {
  const notes = await db.caseNote.findMany({
    where: { sessionPk: session.pk },
    orderBy: [{ createdAt: "asc" }, { pk: "asc" }],
  });
  const key = notes.length > 0 ? await shownDataKey(actor, session) : undefined;
  return notes.map((note) => ({
    id: note.id,
    author: note.author,
    content: viewFreeText(actor, openRow(key, "note", note.id, note.sealed)?.content),
    createdAt: instantOrNull(note.createdAt),
  }));
}
