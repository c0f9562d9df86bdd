import "server-only";
import { mostTries } from "@/lib/intake/policy";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { acrossOrganizations, type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/** A source with work, and who owns it. */
export type Lane = Scope & { pk: bigint; organizationId: string };

/** How long a process may work on a session or a page of a list before another one takes over. */
export type Pace = { leaseSeconds: number };
export const usualPace: Pace = { leaseSeconds: 180 };

/** Whether a source may ask its vendor now. */
const mayAsk = Prisma.sql`s.removed_at IS NULL AND NOT s.is_paused AND s.stopped_because IS NULL
  AND (s.quiet_until IS NULL OR s.quiet_until <= now())`;

/** Finds the sources with something to list, to fetch, or a run to end. */
export const findLanes = () => db.$queryRaw<Lane[]>`
  SELECT ${acrossOrganizations("sources.take")} s.organization_pk AS "organizationPk", s.environment::text AS environment,
    s.pk, o.id AS "organizationId"
  FROM sources s JOIN organizations o ON o.pk = s.organization_pk
  WHERE ${mayAsk} AND o.held_at IS NULL AND (
    s.next_list_at <= now() AND (s.leased_until IS NULL OR s.leased_until < now())
    OR EXISTS (SELECT 1 FROM source_items i WHERE ${sameScope("i", "s")} AND i.source_pk = s.pk AND i.next_try_at <= now()
      AND (i.leased_until IS NULL OR i.leased_until < now()))
    OR (s.reports_decisions OR s.reports_redactions) AND s.next_report_at <= now()
    OR EXISTS (SELECT 1 FROM source_reports q WHERE ${sameScope("q", "s")} AND q.source_pk = s.pk AND q.next_try_at <= now()
      AND (q.leased_until IS NULL OR q.leased_until < now()))
    OR EXISTS (SELECT 1 FROM source_runs r WHERE ${sameScope("r", "s")} AND r.source_pk = s.pk AND r.kind = 'sync'
      AND r.ended_at IS NULL))`;

/** The listing that this process continues. */
export type TakenListing = {
  worker: string;
  listAt: string | null;
  listingSince: Date;
  isFull: boolean;
  listedAt: Date | null;
};

/**
 * Takes a source's listing, if one is due and no other process has it.
 * @returns null otherwise
 */
export async function takeListing(
  lane: Lane & { version: number },
  worker: string,
  { leaseSeconds }: Pace,
): Promise<TakenListing | null> {
  const [taken] = await db.$queryRaw<TakenListing[]>`
    UPDATE sources s SET leased_by = ${worker}::uuid, leased_until = now() + make_interval(secs => ${leaseSeconds}),
      listing_is_full = CASE WHEN s.listing_since IS NULL THEN
        s.full_listed_at IS NULL OR s.full_listed_at < now() - make_interval(secs => s.full_every_seconds)
        ELSE s.listing_is_full END,
      listing_since = coalesce(s.listing_since, now())
    WHERE ${scopeSql(lane, "s")} AND s.pk = ${lane.pk} AND s.version = ${lane.version} AND ${mayAsk} AND s.next_list_at <= now()
      AND (s.leased_until IS NULL OR s.leased_until < now() OR s.leased_by = ${worker}::uuid)
    RETURNING ${worker} AS worker, s.list_at AS "listAt", s.listing_since AS "listingSince",
      s.listing_is_full AS "isFull", s.listed_at AS "listedAt"`;
  return taken ?? null;
}

/** A session that this process takes now. */
export type TakenItem = {
  pk: bigint;
  vendorId: string;
  version: string | null;
  firstSeenAt: Date;
  /** Counts this try. */
  tries: number;
  worker: string;
};

/**
 * Takes the session of a source that has waited longest. Nobody else takes it before its lease has ended.
 * @returns null when none is due, or when the source has been changed since this process opened it
 */
export async function takeItem(
  lane: Lane & { version: number },
  worker: string,
  { leaseSeconds }: Pace,
): Promise<TakenItem | null> {
  // Materialized: a subquery might be run once for each row, and take them all.
  const [taken] = await db.$queryRaw<TakenItem[]>`
    WITH due AS MATERIALIZED (
      SELECT j.pk FROM source_items j JOIN sources s ON ${sameScope("s", "j")} AND s.pk = j.source_pk
        AND s.version = ${lane.version} AND ${mayAsk}
      WHERE ${scopeSql(lane, "j")} AND j.source_pk = ${lane.pk} AND j.next_try_at <= now()
        AND (j.leased_until IS NULL OR j.leased_until < now())
      ORDER BY j.next_try_at, j.pk LIMIT 1 FOR UPDATE OF j SKIP LOCKED)
    UPDATE source_items i SET leased_by = ${worker}::uuid, leased_until = now() + make_interval(secs => ${leaseSeconds}),
      tries = i.tries + 1
    FROM due WHERE ${scopeSql(lane, "i")} AND i.pk = due.pk
    RETURNING i.pk, i.vendor_id AS "vendorId", i.version, i.first_seen_at AS "firstSeenAt", i.tries, ${worker} AS worker`;
  return taken ?? null;
}

/**
 * Keeps a session for longer while its images are fetched, each time that a sixth of its lease has passed.
 * @returns a function that returns false when another process has taken the session over
 */
export function newRenewal(lane: Lane, item: TakenItem, pace: Pace): () => Promise<boolean> {
  let at = performance.now();
  return async () => {
    const now = performance.now();
    if ((now - at) * 6 < pace.leaseSeconds * 1000) return true;
    at = now;
    return renew(lane, item, pace);
  };
}

const renew = async (lane: Lane, item: TakenItem, { leaseSeconds }: Pace): Promise<boolean> =>
  (await db.$executeRaw`UPDATE source_items i SET leased_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE ${scopeSql(lane, "i")} AND i.pk = ${item.pk} AND i.leased_by = ${item.worker}::uuid`) > 0;

/** Whether a session has ended so many processes that it is not tried again soon. */
export const hasEndedProcesses = ({ tries }: TakenItem): boolean => tries > mostTries;
