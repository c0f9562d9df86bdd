import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { type Scope, scopeSql } from "@/lib/platform/scope";
import { type OpenSession, openSession } from "@/lib/records/open";
import { matchesOf, recordNotes } from "@/lib/typed-lists/matches";
import { readMatchId } from "@/lib/typed-lists/policy";
import type { ListMatchDto } from "@/lib/typed-lists/schema";

/** @throws AppError not_found for a match that is not there, or whose session the actor does not reach */
async function matchOf(actor: Actor, matchId: string) {
  const notFound = () => new AppError("not_found", "List match not found.");
  const named = readMatchId(matchId);
  if (!named) throw notFound();
  const session = await openSession(actor, named.sessionId, "work").catch((error) => {
    throw error instanceof AppError && error.code === "not_found" ? notFound() : error;
  });
  const again = async () =>
    (await matchesOf(actor, session)).find(({ listItemId }) => listItemId === named.itemId);
  const match = await again();
  if (!match) throw notFound();
  const { pk: entryPk } = await db.listEntry.findUniqueOrThrow({
    where: { organizationPk_environment_id: { ...inScope(actor), id: named.itemId } },
    select: { pk: true },
  });
  return { session, match, again, key: { ...inScope(actor), entryPk, sessionPk: session.pk } };
}

/**
 * Marks a match of a session as a false positive. Later evaluations of the session leave it out. Repeating it changes
 * nothing; with other notes it replaces these, and whose mark it is.
 * @param resolutionNotes why; sealed with the session
 * @throws AppError not_found; conflict while the session is restricted, and for notes once it is redacted
 */
export async function markFalsePositive(
  actor: Actor,
  { matchId, resolutionNotes }: { matchId: string; resolutionNotes?: string },
): Promise<ListMatchDto> {
  authorize(actor, "lists:write");
  authorize(actor, "sessions:read");
  const { session, match, again, key } = await matchOf(actor, matchId);
  if (resolutionNotes && session.cipher.isDestroyed)
    throw new AppError("conflict", "This session has been redacted.");
  const sealed = resolutionNotes
    ? session.cipher.seal("listMark", match.listItemId, { notes: resolutionNotes })
    : null;
  await db.$transaction(async (tx) => {
    const mark = { ...key, markedBy: actor.name, sealed };
    const { count } = await tx.listMark.createMany({ data: [mark], skipDuplicates: true });
    if (count === 0 && !(await replaceNotes(tx, session, match.listItemId, mark))) return;
    await recordEvent(tx, actor, {
      type: "list.match-dismissed",
      metadata: { listId: match.listId, entryId: match.listItemId },
      resource: { type: "session", id: session.id },
    });
  });
  const now = (await again()) ?? match;
  await recordNotes(actor, session, [now]);
  return now;
}

type NewMark = Scope & { entryPk: bigint; sessionPk: bigint; markedBy: string; sealed: Uint8Array | null };

/** Puts the notes of a new mark in place of those of the one that is there. @returns false without notes, or with the same */
async function replaceNotes(
  tx: Transaction,
  { cipher }: OpenSession,
  entryId: string,
  { sealed, markedBy, ...where }: NewMark,
): Promise<boolean> {
  if (!sealed) return false;
  const [held] = await tx.$queryRaw<{ sealed: Uint8Array | null }[]>`
    SELECT sealed FROM list_marks WHERE ${scopeSql(where)} AND entry_pk = ${where.entryPk}
      AND session_pk = ${where.sessionPk} FOR UPDATE`;
  const notesIn = (each: Uint8Array | null) => cipher.open("listMark", entryId, each)?.notes;
  if (!held || notesIn(held.sealed) === notesIn(sealed)) return false;
  const data = { sealed: Uint8Array.from(sealed), markedBy, markedAt: new Date() };
  await tx.listMark.updateMany({ where, data });
  return true;
}

/**
 * Takes back {@link markFalsePositive}: the match counts again, from the next evaluation on. Repeating it changes
 * nothing.
 * @throws AppError not_found; conflict while the session is restricted
 */
export async function unmarkFalsePositive(
  actor: Actor,
  { matchId }: { matchId: string },
): Promise<ListMatchDto> {
  authorize(actor, "lists:write");
  authorize(actor, "sessions:read");
  const { session, match, again, key } = await matchOf(actor, matchId);
  await db.$transaction(async (tx) => {
    const { count } = await tx.listMark.deleteMany({ where: key });
    if (count === 0) return;
    await recordEvent(tx, actor, {
      type: "list.match-restored",
      metadata: { listId: match.listId, entryId: match.listItemId },
      resource: { type: "session", id: session.id },
    });
  });
  const now = (await again()) ?? match;
  await recordNotes(actor, session, [now]);
  return now;
}
