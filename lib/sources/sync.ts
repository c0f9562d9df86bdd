import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Source } from "@/lib/platform/generated/client";
import { keyOf, scopeOf } from "@/lib/platform/scope";
import { findSource, fromTheStart, lockSource, showSource, tell } from "@/lib/sources/load";
import type { QueuedDto, SourceDto, SourceParams, WantedItems } from "@/lib/sources/schema";

async function setPaused(actor: Actor, sourceId: string, isPaused: boolean): Promise<SourceDto> {
  authorize(actor, "sources:manage");
  const row = await db.$transaction(async (tx) => {
    const before = await lockSource(tx, actor, sourceId);
    if (before.isPaused === isPaused && (isPaused || before.stoppedBecause === null)) return before;
    const data = isPaused
      ? {}
      : { stoppedBecause: null, quietUntil: null, failuresInARow: 0, listFailures: 0 };
    const changed = await tx.source.update({
      where: keyOf(before),
      data: { ...data, isPaused, updatedAt: new Date() },
    });
    await tell(tx, actor, before.id, { type: isPaused ? "source.paused" : "source.resumed", metadata: {} });
    return changed;
  });
  return showSource(row);
}

/**
 * Pauses a source: its vendor is not asked any more. What is being fetched at this moment still comes in.
 * @throws AppError not_found
 */
export const pauseSource = (actor: Actor, { sourceId }: SourceParams) => setPaused(actor, sourceId, true);

/**
 * Lets a source go on that was paused, or stopped by itself.
 * @throws AppError not_found
 */
export const resumeSource = (actor: Actor, { sourceId }: SourceParams) => setPaused(actor, sourceId, false);

/**
 * Lists the vendor's sessions from the beginning, now.
 * @throws AppError not_found; conflict while the source is paused or stopped
 */
export async function syncSource(actor: Actor, { sourceId }: SourceParams): Promise<SourceDto> {
  authorize(actor, "sources:manage");
  const row = await db.$transaction(async (tx) => {
    const before = await lockSource(tx, actor, sourceId);
    refuseAtRest(before);
    const data = before.listingSince ? { nextListAt: new Date(0) } : fromTheStart;
    const changed = await tx.source.update({ where: keyOf(before), data });
    await tell(tx, actor, before.id, { type: "source.fetch-asked", metadata: { sessions: null } });
    return changed;
  });
  return showSource(row);
}

function refuseAtRest({ isPaused, stoppedBecause }: Source): void {
  if (isPaused || stoppedBecause !== null)
    throw new AppError("conflict", "The source is paused or has stopped. Resume it first.");
}

/**
 * Fetches sessions now, by their ids at the vendor: those that were set aside, or that the vendor's list does not name.
 * @throws AppError not_found; conflict while the source is paused or stopped
 */
export async function fetchItems(
  actor: Actor,
  { sourceId, vendorIds }: SourceParams & WantedItems,
): Promise<QueuedDto> {
  authorize(actor, "sources:manage");
  const source = await findSource(db, actor, sourceId);
  refuseAtRest(source);
  return db.$transaction(async (tx) => {
    const queued = await askAgain(tx, source, vendorIds);
    await tell(tx, actor, source.id, { type: "source.fetch-asked", metadata: { sessions: queued } });
    return { queued };
  });
}

/**
 * Makes sessions of a source due, known or not. One that is being fetched at this moment is fetched once more after
 * that: its tries begin anew, which tells the process that fetches it.
 * @returns how many
 */
export async function askAgain(
  tx: Pick<Transaction, "$executeRaw">,
  source: Source,
  ids: readonly string[],
): Promise<number> {
  const { organizationPk, environment, pk } = source;
  return tx.$executeRaw`
    INSERT INTO source_items AS i (organization_pk, environment, source_pk, vendor_id)
    SELECT ${organizationPk}, ${environment}::"Environment", ${pk}, id FROM unnest(${[...new Set(ids)]}::text[]) AS l(id)
    ON CONFLICT (organization_pk, environment, source_pk, vendor_id) DO UPDATE
      SET state = 'due', tries = 0, next_try_at = now()`;
}

/**
 * Tells a source's vendor again of what it could not be told.
 * @returns how many reports are sent again
 * @throws AppError not_found; conflict while the source is paused or stopped
 */
export async function retryReports(actor: Actor, { sourceId }: SourceParams): Promise<QueuedDto> {
  authorize(actor, "sources:manage");
  const source = await findSource(db, actor, sourceId);
  refuseAtRest(source);
  return db.$transaction(async (tx) => {
    const { count: queued } = await tx.sourceReport.updateMany({
      where: { ...scopeOf(source), sourcePk: source.pk, state: "failed" },
      data: { state: "pending", tries: 0, nextTryAt: new Date() },
    });
    await tell(tx, actor, source.id, { type: "source.reports-retried", metadata: { reports: queued } });
    return { queued };
  });
}
