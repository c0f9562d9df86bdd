import "server-only";
import { randomUUID } from "node:crypto";
import type { Actor } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { type Known, type Reread, reread } from "@/lib/intake/remap";
import { holds } from "@/lib/intake/runs";
import { type Mapping, openMapping } from "@/lib/intake/source";
import { db, type Transaction } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { acrossOrganizations, type Scope, sameScope, scopeOf, scopeSql } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";
import { sayFailure } from "@/lib/platform/unavailable";

/** For how long a process has a run between two sessions, before another one goes on with it. */
const leaseSeconds = 180;
const mostRemarks = 20;

type SourceKey = Scope & { pk: bigint };
type Run = SourceKey & { organizationId: string; sourcePk: bigint };

/** The sessions of a source that are here. A restricted one is only for who may know of it (GDPR Art. 18(2)). */
const hereSql = (source: SourceKey, withRestricted: boolean) => Prisma.sql`
  FROM source_items i JOIN sessions s ON ${sameScope("s", "i")} AND s.id = i.vendor_id
  WHERE ${scopeSql(source, "i")} AND i.source_pk = ${source.pk} AND (${withRestricted} OR NOT s.is_restricted)`;

/** An open run of a mapping that is applied again. */
export const openRemap = (source: SourceKey) => ({
  ...scopeOf(source),
  sourcePk: source.pk,
  kind: "remap" as const,
  endedAt: null,
});

/** Ends the run that applies a mapping which is no longer the source's, with the event of what it did. */
export async function endRemap(
  tx: Transaction,
  actor: Actor,
  source: SourceKey & { id: string },
): Promise<void> {
  const [ended] = await tx.sourceRun.updateManyAndReturn({
    where: openRemap(source),
    data: { endedAt: new Date(), leasedBy: null, leasedUntil: null },
    select: { seen: true, updated: true, unchanged: true, keptHere: true, setAside: true },
  });
  if (!ended) return;
  const { seen: looked, updated, unchanged, keptHere: leftAlone, setAside: unreadable } = ended;
  await recordEvent(tx, actor, {
    type: "source.remapped",
    metadata: { looked, updated, unchanged, leftAlone, unreadable },
    resource: { type: "source", id: source.id },
  });
}

/** Counts the sessions whose records a run looks at, up to a number. */
export async function countHere(source: SourceKey, withRestricted: boolean, most: number): Promise<number> {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (SELECT 1 ${hereSql(source, withRestricted)} LIMIT ${most}) c`;
  return row?.count ?? 0;
}

/** The next sessions of a source that are here, in the order of their ids. */
export const nextHere = (
  source: SourceKey,
  after: string | null,
  withRestricted: boolean,
  limit: number,
): Promise<Known[]> => db.$queryRaw<Known[]>`
  SELECT i.vendor_id AS "vendorId", i.first_seen_at AS "firstSeenAt" ${hereSql(source, withRestricted)}
    AND (${after}::text IS NULL OR i.vendor_id > ${after}::text)
  ORDER BY i.vendor_id LIMIT ${limit}`;

const findRuns = () => db.$queryRaw<Run[]>`
  SELECT ${acrossOrganizations("sources.remap")} r.organization_pk AS "organizationPk", r.environment::text AS environment,
    r.pk, r.source_pk AS "sourcePk", o.id AS "organizationId"
  FROM source_runs r JOIN organizations o ON o.pk = r.organization_pk
  WHERE r.ended_at IS NULL AND r.kind = 'remap' AND o.held_at IS NULL AND (r.leased_until IS NULL OR r.leased_until < now())`;

/** Takes a run. @returns where it goes on; undefined when another process has it, or it has ended */
async function takeRun(run: Run, worker: string): Promise<string | null | undefined> {
  const [taken] = await db.$queryRaw<{ place: string | null }[]>`
    UPDATE source_runs r SET leased_by = ${worker}::uuid, leased_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE ${scopeSql(run, "r")} AND r.pk = ${run.pk} AND r.ended_at IS NULL AND (r.leased_until IS NULL OR r.leased_until < now())
    RETURNING r.place`;
  return taken?.place;
}

/** Stores what became of a session with the place of the run. @returns false when the run is another process's, or has ended */
async function settle(
  run: Run,
  worker: string,
  { vendorId }: Known,
  outcome: Reread | null,
): Promise<boolean> {
  const is = (became: Reread["became"]) => (outcome?.became === became ? 1 : 0);
  const remarks = outcome?.remarks?.slice(0, mostRemarks);
  const isMine = await db.$executeRaw`
    UPDATE source_runs r SET place = ${vendorId}, leased_until = now() + make_interval(secs => ${leaseSeconds}),
      seen = r.seen + ${outcome ? 1 : 0}, updated = r.updated + ${is("updated")}, unchanged = r.unchanged + ${is("unchanged")},
      kept_here = r.kept_here + ${is("left_alone")}, set_aside = r.set_aside + ${is("unreadable")}
    WHERE ${scopeSql(run, "r")} AND r.pk = ${run.pk} AND r.ended_at IS NULL AND ${holds(worker, "r")}`;
  if (isMine > 0 && remarks)
    await db.$executeRaw`UPDATE source_items i SET remarks = ${remarks}::text[]
      WHERE ${scopeSql(run, "i")} AND i.source_pk = ${run.sourcePk} AND i.vendor_id = ${vendorId}
        AND i.remarks IS DISTINCT FROM ${remarks}::text[]`;
  return isMine > 0;
}

/** Gives a run back that this process does not finish. */
const release = (run: Run, worker: string) => db.$executeRaw`
  UPDATE source_runs r SET leased_by = NULL, leased_until = NULL
  WHERE ${scopeSql(run, "r")} AND r.pk = ${run.pk} AND ${holds(worker, "r")}`;

/** Ends a run, with the event of what it did. */
async function endRun(run: Run, worker: string, mapping: Mapping | null): Promise<void> {
  await db.$transaction(async (tx) => {
    const [ended] = await tx.$queryRaw<
      { looked: number; updated: number; unchanged: number; leftAlone: number; unreadable: number }[]
    >`UPDATE source_runs r SET ended_at = now(), leased_by = NULL, leased_until = NULL
      WHERE ${scopeSql(run, "r")} AND r.pk = ${run.pk} AND r.ended_at IS NULL AND ${holds(worker, "r")}
      RETURNING r.seen AS looked, r.updated, r.unchanged, r.kept_here AS "leftAlone", r.set_aside AS unreadable`;
    if (!ended || !mapping) return;
    const { actor, row } = mapping;
    await recordEvent(tx, actor, {
      type: "source.remapped",
      metadata: ended,
      resource: { type: "source", id: row.id },
    });
  });
}

/** How many sessions are read from the database at once; their records are in memory one after the other. */
const batch = 50;

/** For how long one run is gone on with before the next one has its turn. */
const turnMs = 10_000;

/** Applies a source's mapping to its sessions, one after the other, from where the last turn stopped. */
async function drive(run: Run, signal: AbortSignal): Promise<void> {
  const until = performance.now() + turnMs;
  const worker = randomUUID();
  const taken = await takeRun(run, worker);
  if (taken === undefined) return;
  let place: string | null = taken;
  try {
    const mapping = await openMapping({ ...run, pk: run.sourcePk });
    const source = { ...run, pk: run.sourcePk };
    for (;;) {
      const known: Known[] = mapping ? await nextHere(source, place, false, batch) : [];
      if (!mapping || known.length === 0) return await endRun(run, worker, mapping);
      for (const each of known) {
        if (signal.aborted || performance.now() > until) return;
        if (!(await settle(run, worker, each, await reread(mapping, each, false)))) return;
        place = each.vendorId;
      }
    }
  } finally {
    await release(run, worker);
  }
}

/** Applies the mappings that an admin wants to be applied again. */
export async function remapDue(signal: AbortSignal): Promise<void> {
  // What is wrong with one run is no reason to leave those of others.
  for (const run of await findRuns())
    await drive(run, signal).catch((error) => sayFailure(error, "sources.remap"));
}

export const remapTick: Tick = { name: "sources.remap", everySeconds: 2, run: remapDue };
