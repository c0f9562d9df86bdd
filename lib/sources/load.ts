import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Source } from "@/lib/platform/generated/client";
import { type Scope, scopeOf, scopeSql } from "@/lib/platform/scope";
import { type Tally, toSourceDto } from "@/lib/sources/dto";
import type { SourceDto } from "@/lib/sources/schema";

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

const mostCounted = 10_000;

/** Counts the sessions of a source that somebody may ask about, each up to 10 000: the taken ones may be millions. */
export async function tallyOf(source: Scope & { pk: bigint }): Promise<Tally> {
  const counted = (state: "due" | "set_aside" | "kept_here") =>
    db.sourceItem.count({ where: { ...scopeOf(source), sourcePk: source.pk, state }, take: mostCounted });
  const [waiting, setAside, keptHere] = await Promise.all([
    counted("due"),
    counted("set_aside"),
    counted("kept_here"),
  ]);
  return { waiting, setAside, keptHere };
}

/** Shows a source with what waits for it. */
export const showSource = async (row: Source): Promise<SourceDto> => toSourceDto(row, await tallyOf(row));

type Told = Parameters<typeof recordEvent>[2];

/** Records an event of a source, in the transaction of the change. */
export const tell = (tx: Transaction, actor: Actor, id: string, event: Pick<Told, "type" | "metadata">) =>
  recordEvent(tx, actor, { ...event, resource: { type: "source", id } } as Told);

/** The next listing begins at once, and goes to the end. */
export const fromTheStart = {
  ...{ listAt: null, listingSince: null, fullListedAt: null },
  nextListAt: new Date(0),
};
