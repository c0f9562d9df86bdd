import "server-only";
import type { Brought } from "@/lib/intake/bring";
import { afterFailure, quietAfter, recheckAt } from "@/lib/intake/policy";
import { type Counts, count, countSql, holds } from "@/lib/intake/runs";
import type { OpenSource } from "@/lib/intake/source";
import type { Lane, TakenItem } from "@/lib/intake/take";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import type { SourceItemState } from "@/lib/platform/generated/enums";
import { scopeSql } from "@/lib/platform/scope";
import type { VendorError } from "@/lib/vendors/error";

const hour = 3600;
const mostRemarks = 20;

/** What an outcome counts as, in which state it leaves the session, and after how many seconds it is tried again. */
const outcomes: Record<Brought["became"], { counts: Counts; state: SourceItemState; waitSeconds?: number }> =
  {
    created: { counts: { created: 1 }, state: "taken" },
    updated: { counts: { updated: 1 }, state: "taken" },
    unchanged: { counts: { unchanged: 1 }, state: "taken" },
    kept_here: { counts: { keptHere: 1 }, state: "kept_here" },
    set_aside: { counts: { setAside: 1 }, state: "set_aside", waitSeconds: 24 * hour },
    left_out: { counts: { leftOut: 1 }, state: "left_out" },
    waits: { counts: {}, state: "due", waitSeconds: hour },
  };

/**
 * Whether nothing new was said of a session while it was fetched: its version is the one that was taken, and nobody
 * has asked for it again, which sets its tries to 0.
 */
const isAsTaken = ({ version }: TakenItem) =>
  Prisma.sql`(i.version IS NOT DISTINCT FROM ${version} AND i.tries > 0)`;

/**
 * Stores what became of a session. One that was listed with another version meanwhile stays due. A process that has
 * lost its lease changes nothing.
 */
export async function settle(lane: Lane, item: TakenItem, brought: Brought): Promise<void> {
  const now = new Date();
  const { counts, state, ...usual } = outcomes[brought.became];
  const waitSeconds = brought.waitSeconds ?? usual.waitSeconds;
  const wait = waitSeconds === undefined ? null : new Date(now.getTime() + waitSeconds * 1000);
  const nextTryAt =
    wait ?? (state === "taken" && item.version === null ? recheckAt(item.firstSeenAt, now) : null);
  const remarks = (brought.remarks ?? []).slice(0, mostRemarks);
  // A look at a session that has not changed is no run.
  const isCounted = brought.became !== "waits" && !(brought.became === "unchanged" && item.version === null);
  await db.$executeRaw`
    WITH changed AS (
      UPDATE source_items i SET leased_by = NULL, leased_until = NULL, tries = 0, taken_at = now(),
        state = CASE WHEN ${isAsTaken(item)} THEN ${state}::"SourceItemState" ELSE 'due' END,
        next_try_at = CASE WHEN ${isAsTaken(item)} THEN ${nextTryAt}::timestamptz ELSE now() END,
        reason = ${brought.reason ?? null}, vendor_status = coalesce(${brought.vendorStatus ?? null}, i.vendor_status),
        remarks = CASE WHEN ${brought.became} = 'unchanged' THEN i.remarks ELSE ${remarks}::text[] END
      WHERE ${scopeSql(lane, "i")} AND i.pk = ${item.pk} AND ${holds(item.worker, "i")} RETURNING 1),
    worked AS (
      UPDATE sources s SET failures_in_a_row = 0 WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk}
        AND s.failures_in_a_row > 0 AND EXISTS (SELECT 1 FROM changed))
    ${isCounted ? countSql(lane, { ...counts, images: brought.images }, Prisma.sql`changed`) : Prisma.sql`SELECT 1 FROM changed`}`;
}

/** Gives a session back that this process no longer fetches, because it stops. The try does not count. */
export async function release(lane: Lane, item: TakenItem): Promise<void> {
  await db.$executeRaw`UPDATE source_items i SET leased_by = NULL, leased_until = NULL, tries = i.tries - 1
    WHERE ${scopeSql(lane, "i")} AND i.pk = ${item.pk} AND ${holds(item.worker, "i")}`;
}

/** Gives a session back after a fault of our own, such as a database that is away. It is tried again after a while. */
export async function postpone(lane: Lane, item: TakenItem): Promise<void> {
  await db.$executeRaw`UPDATE source_items i SET leased_by = NULL, leased_until = NULL,
      next_try_at = now() + make_interval(secs => 10 * i.tries)
    WHERE ${scopeSql(lane, "i")} AND i.pk = ${item.pk} AND ${holds(item.worker, "i")}`;
}

/** Stores that a session could not be fetched, with what follows from it for the session and for its source. */
export async function settleFailure(
  lane: Lane,
  { row }: OpenSource,
  item: TakenItem,
  error: VendorError,
): Promise<void> {
  const { fault: said, message, retryAfterMs, status } = error;
  // A key that is good for others is refused for this session alone.
  const fault = said === "refused_key" && status === 403 ? "not_found" : said;
  const { state, waitSeconds, quietSeconds, stops } = afterFailure(fault, item.tries, retryAfterMs);
  // Neither a refused key nor a busy vendor is the session's fault.
  const isOfSource = stops || fault === "throttled";
  const changed = await db.$executeRaw`
    UPDATE source_items i SET leased_by = NULL, leased_until = NULL, state = ${state}::"SourceItemState",
      tries = CASE WHEN ${isOfSource} THEN i.tries - 1 ELSE i.tries END,
      next_try_at = now() + make_interval(secs => ${waitSeconds}), reason = ${message}
    WHERE ${scopeSql(lane, "i")} AND i.pk = ${item.pk} AND ${holds(item.worker, "i")}`;
  if (changed === 0) return;
  if (state === "set_aside") await count(lane, { setAside: 1 });
  if (isOfSource || fault === "away") await sourceFailed(lane, error, quietSeconds, row.version);
}

/**
 * Stores that a source's vendor cannot be asked now, or no more until an admin has looked at it.
 * @param version of the source that asked: a failure of an earlier key or address says nothing about the new one
 */
export async function sourceFailed(
  lane: Lane,
  { fault, whole }: VendorError,
  quietSeconds: number,
  version: number | null,
): Promise<void> {
  const isStopped = fault === "refused_key";
  const [failed] = await db.$queryRaw<{ failuresInARow: number }[]>`
    UPDATE sources s SET failures_in_a_row = s.failures_in_a_row + 1, last_error = ${whole}, last_error_at = now(),
      stopped_because = CASE WHEN ${isStopped} THEN ${whole} ELSE s.stopped_because END
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND (${version}::int IS NULL OR s.version = ${version}::int)
    RETURNING s.failures_in_a_row AS "failuresInARow"`;
  if (!failed) return;
  const { failuresInARow } = failed;
  const seconds = Math.max(quietSeconds, quietAfter(failuresInARow));
  if (seconds > 0)
    await db.$executeRaw`UPDATE sources s SET quiet_until = greatest(s.quiet_until, now() + make_interval(secs => ${seconds}))
      WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk}`;
}

/** After so many failures in a row that say nothing of a busy vendor, a listing begins anew. */
const mostAtOnePlace = 3;

/**
 * Stores that a page of a source's list could not be had. It is asked for again from the same place. A place at which
 * the vendor's answer is wrong several times, such as a cursor that it no longer knows, is given up: the run ends, and the
 * next listing begins at the beginning and goes to the end.
 */
export async function settleListing(
  lane: Lane,
  { row }: OpenSource,
  worker: string,
  error: VendorError,
): Promise<void> {
  const { fault, retryAfterMs } = error;
  const { waitSeconds, quietSeconds } = afterFailure(
    fault,
    Math.min(row.failuresInARow + 1, 5),
    retryAfterMs,
  );
  const isPassing = fault === "throttled" || fault === "away" || fault === "refused_key";
  const givesUp = Prisma.sql`(NOT ${isPassing} AND s.list_failures + 1 >= ${mostAtOnePlace})`;
  await db.$executeRaw`UPDATE sources s SET leased_by = NULL, leased_until = NULL,
      list_failures = CASE WHEN ${givesUp} THEN 0 WHEN ${isPassing} THEN s.list_failures ELSE s.list_failures + 1 END,
      list_at = CASE WHEN ${givesUp} THEN NULL ELSE s.list_at END,
      listing_since = CASE WHEN ${givesUp} THEN NULL ELSE s.listing_since END,
      full_listed_at = CASE WHEN ${givesUp} THEN NULL ELSE s.full_listed_at END,
      next_list_at = now() + make_interval(secs => ${Math.min(waitSeconds, 600)})
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND ${holds(worker, "s")}`;
  await sourceFailed(lane, error, quietSeconds, row.version);
}
