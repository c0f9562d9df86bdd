import "server-only";
import { type Actor, can, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { Prisma, type Source } from "@/lib/platform/generated/client";
import { type Scope, sameScope, scopeSql } from "@/lib/platform/scope";
import { type Tally, toSourceDto } from "@/lib/sources/dto";
import { mostCounted, type SourceDto } from "@/lib/sources/schema";
import { refuse } from "@/lib/sources/vendors";

/**
 * Finds a source that has not been removed.
 * @throws AppError not_found
 */
export async function findSource(tx: Pick<Transaction, "source">, actor: Actor, id: string): Promise<Source> {
  const row = await tx.source.findFirst({ where: { ...inScope(actor), id, removedAt: null } });
  if (!row) throw new AppError("not_found", "Source not found.");
  return row;
}

/** {@link findSource}, locked until the transaction ends. */
export async function lockSource(tx: Transaction, actor: Actor, id: string): Promise<Source> {
  await tx.$queryRaw`SELECT 1 FROM sources WHERE ${scopeSql(inScope(actor))} AND id = ${id} FOR UPDATE`;
  return findSource(tx, actor, id);
}

/**
 * The rows of a source about sessions that the actor may know of: no list and no number shows a restricted session to
 * whoever may not read it (GDPR Art. 18(2)).
 * @param actor null: whoever asks
 */
export const shownRows = (actor: Actor | null, source: Scope & { pk: bigint }): Prisma.Sql =>
  actor && can(actor, "sessions:read-restricted")
    ? Prisma.sql`${scopeSql(source, "i")} AND i.source_pk = ${source.pk}`
    : Prisma.sql`${scopeSql(source, "i")} AND i.source_pk = ${source.pk} AND NOT EXISTS (SELECT 1 FROM sessions s
        WHERE ${sameScope("s", "i")} AND s.id = i.vendor_id AND s.is_restricted)`;

/**
 * Counts the sessions of a source that somebody may ask about, each up to 10 000: the taken ones may be millions.
 * @param actor who is told; null: whoever asks
 */
export async function tallyOf(source: Scope & { pk: bigint }, actor: Actor | null): Promise<Tally> {
  const counted = async (state: "due" | "set_aside" | "kept_here") => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (SELECT 1 FROM source_items i
        WHERE ${shownRows(actor, source)} AND i.state = ${state}::"SourceItemState" LIMIT ${mostCounted}) c`;
    return row?.count ?? 0;
  };
  const [waiting, setAside, keptHere] = await Promise.all([
    counted("due"),
    counted("set_aside"),
    counted("kept_here"),
  ]);
  return { waiting, setAside, keptHere };
}

/** Shows a source with what waits for it. */
export const showSource = async (row: Source, actor: Actor | null = null): Promise<SourceDto> =>
  toSourceDto(row, await tallyOf(row, actor));

/**
 * Refuses a name that sessions which came in another way have: they would be taken for those of the source.
 * @throws AppError validation_error
 */
export async function refuseUsedName(
  tx: Pick<Transaction, "session">,
  actor: Actor,
  name: string,
): Promise<void> {
  const named = (isRestricted: boolean) =>
    tx.session.findFirst({ where: { ...inScope(actor), isRestricted, source: name }, select: { pk: true } });
  // The index of sources begins with whether a session is restricted.
  if ((await named(false)) ?? (await named(true)))
    throw refuse("name", "Sessions that are here have this name as their source. Choose another one.");
}

type Told = Parameters<typeof recordEvent>[2];

/** Records an event of a source, in the transaction of the change. */
export const tell = (tx: Transaction, actor: Actor, id: string, event: Pick<Told, "type" | "metadata">) =>
  recordEvent(tx, actor, { ...event, resource: { type: "source", id } } as Told);

/** The next listing begins at once, and goes to the end. */
export const fromTheStart = {
  ...{ listAt: null, listingSince: null, fullListedAt: null },
  nextListAt: new Date(0),
};
