import "server-only";
import { watchForEnd } from "@/lib/intake/endless";
import { count, countIfOpen, holds } from "@/lib/intake/runs";
import { sourceFailed } from "@/lib/intake/settle";
import type { OpenSource } from "@/lib/intake/source";
import { type Lane, type Pace, type TakenListing, takeListing } from "@/lib/intake/take";
import { db } from "@/lib/platform/db";
import { scopeSql } from "@/lib/platform/scope";
import type { Listed } from "@/lib/vendors/adapter";
import { VendorError } from "@/lib/vendors/error";

/** Vendors' clocks differ from ours, and a session may appear in a list a little after it began. */
const overlapMs = 10 * 60_000;

/**
 * Lists what a source's vendor has, page by page, from where the last process stopped. Every page is stored with the
 * place where the next one begins, so that a killed process repeats one page at most. A listing that need not go to the
 * end stops at the first page that brings nothing new.
 * @throws VendorError
 */
export async function list(
  lane: Lane,
  source: OpenSource,
  worker: string,
  pace: Pace,
  signal: AbortSignal,
): Promise<void> {
  const { adapter, client, settings, row } = source;
  const wrongIn = watchForEnd(adapter.title);
  for (let pages = 0; ; pages++) {
    const listing = signal.aborted
      ? null
      : await takeListing({ ...lane, version: row.version }, worker, pace);
    // The vendor wants to be left alone, or this process stops: whoever goes on need not wait for the lease to end.
    if (!listing) return pages > 0 ? releaseListing(lane, worker) : undefined;
    if (!adapter.list) return finish(lane, worker, true);
    const wanted = { since: sinceOf(source, listing), workflows: row.workflows };
    const page = await adapter.list(client, settings, wanted, listing.listAt);
    const news = await storeListed(lane, page.sessions);
    const stopsEarly = !listing.isFull && adapter.isNewestFirst && news === 0;
    await (news > 0 ? count : countIfOpen)(lane, { seen: page.sessions.length });
    const wrong = stopsEarly ? null : wrongIn(page);
    if (wrong) return giveUp(lane, source, worker, wrong);
    if (page.next === null || stopsEarly) return finish(lane, worker, listing.isFull);
    await db.$executeRaw`UPDATE sources s SET list_at = ${page.next}, failures_in_a_row = 0, list_failures = 0
      WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND ${holds(worker, "s")}`;
  }
}

/** Gives a listing back at the place where it is. */
export async function releaseListing(lane: Lane, worker: string): Promise<void> {
  await db.$executeRaw`UPDATE sources s SET leased_by = NULL, leased_until = NULL
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND ${holds(worker, "s")}`;
}

/**
 * From when on sessions are asked for: all that are wanted. A vendor that does not list the newest first is asked for
 * those since shortly before the last listing, because nothing else tells where to stop.
 */
function sinceOf({ row, adapter }: OpenSource, { isFull, listedAt }: TakenListing): Date | null {
  if (isFull || !listedAt || adapter.isNewestFirst) return row.since;
  const recent = new Date(listedAt.getTime() - overlapMs);
  return row.since && row.since > recent ? row.since : recent;
}

/** What can be the id of a session here: one that cannot is not listed, because it could not be stored. */
const isId = /^[\x21-\x7e]{1,128}$/;

/** What a list says of a change, as it can be stored. */
const versionOf = ({ version }: Listed) => version?.replaceAll("\0", "").slice(0, 200).toWellFormed() ?? null;

/**
 * Stores the sessions of a page. One that is new or has another version is fetched next.
 * @returns how many those are
 */
export async function storeListed(lane: Lane, listed: readonly Listed[]): Promise<number> {
  const known = listed.filter(({ id }) => isId.test(id));
  const each = [...new Map(known.map((one) => [one.id, one])).values()];
  if (each.length === 0) return 0;
  return db.$executeRaw`
    INSERT INTO source_items AS i (organization_pk, environment, source_pk, vendor_id, version)
    SELECT ${lane.organizationPk}, ${lane.environment}::"Environment", ${lane.pk}, l.id, l.version
    FROM unnest(${each.map(({ id }) => id)}::text[], ${each.map(versionOf)}::text[]) AS l(id, version)
    ON CONFLICT (organization_pk, environment, source_pk, vendor_id) DO UPDATE
      SET version = excluded.version, state = 'due', tries = 0, next_try_at = now(), changed_at = now()
      WHERE i.version IS DISTINCT FROM excluded.version`;
}

/** Ends a listing that would never end by itself. The vendor's list is not read again before it would be read to its end. */
async function giveUp(lane: Lane, { row }: OpenSource, worker: string, why: string): Promise<void> {
  await finish(lane, worker, true, row.fullEverySeconds);
  await sourceFailed(lane, new VendorError("unreadable", why), 0, row.version);
}

async function finish(lane: Lane, worker: string, isFull: boolean, waitSeconds: number | null = null) {
  await db.$executeRaw`UPDATE sources s SET list_at = NULL, listed_at = s.listing_since,
      full_listed_at = CASE WHEN ${isFull} THEN s.listing_since ELSE s.full_listed_at END, listing_since = NULL,
      next_list_at = now() + make_interval(secs => coalesce(${waitSeconds}::int, s.every_seconds)), leased_by = NULL, leased_until = NULL,
      failures_in_a_row = 0, list_failures = 0, last_error = NULL, last_error_at = NULL
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND ${holds(worker, "s")}`;
}
