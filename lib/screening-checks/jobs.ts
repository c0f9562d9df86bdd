import "server-only";
import { jobActor } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations, isServedSql, type Scope, sameScope } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { rerunMonitored } from "@/lib/screening-checks/rerun";
import { removeOldVersions } from "@/lib/watchlists/load";

const batch = 200;

type Due = Scope & { pk: bigint; organizationId: string; checkId: string; seen: string[] };

type List = Scope & { pk: bigint; version: number; compared: number };

/**
 * Compares monitored checks again with versions of watchlists that they were not compared with. Times say nothing here:
 * a check may run while a list is uploaded. A check that cannot be run is logged and left for the next time. Several
 * processes may do this at once; one of them compares.
 * @param isWhole looks at lists too with which every check has been compared: a check may be due although its list is
 *   not, such as one whose session was restricted
 * @returns how many it compared
 */
export async function runMonitored({ isWhole = false } = {}): Promise<number> {
  const lists = await db.$queryRaw<List[]>`
    SELECT ${acrossOrganizations("screening.monitor")} w.organization_pk AS "organizationPk",
      w.environment::text AS environment, w.pk, w.version, w.compared_version AS compared
    FROM watchlists w WHERE w.version > 0 AND (${isWhole} OR w.version > w.compared_version) AND ${isServedSql("w")}`;
  const { compared, failed } = await compareDue(lists);
  if (failed === 0) await noteCompared(lists);
  await clearWatchlists();
  return compared;
}

/** Notes that nothing is due of these lists, but of those that were uploaded or asked for again meanwhile. */
async function noteCompared(lists: readonly List[]): Promise<void> {
  for (const { organizationPk, environment, pk, version, compared } of lists)
    await db.watchlist.updateMany({
      where: { organizationPk, environment, pk, comparedVersion: compared },
      data: { comparedVersion: version },
    });
}

async function compareDue(lists: readonly List[]): Promise<{ compared: number; failed: number }> {
  if (lists.length === 0) return { compared: 0, failed: 0 };
  const pks = lists.map(({ pk }) => pk);
  let [compared, failed, after] = [0, 0, 0n];
  for (;;) {
    const due = await db.$queryRaw<Due[]>`
      SELECT ${acrossOrganizations("screening.monitor")} k.organization_pk AS "organizationPk",
        k.environment::text AS environment, k.pk, o.id AS "organizationId", k.id AS "checkId",
        coalesce(k.seen_lists, '{}') AS seen
      FROM watchlists w JOIN screening_checks k ON ${sameScope("k", "w")} AND k.check_type = w.check_type
        AND k.is_run_here AND k.monitoring_enabled AND w.pk = ANY (${pks})
        AND (w.id || '@' || w.version) <> ALL (coalesce(k.seen_lists, '{}'))
      JOIN sessions s ON ${sameScope("s", "k")} AND s.pk = k.session_pk
      LEFT JOIN identities i ON ${sameScope("i", "s")} AND i.pk = s.identity_pk
      JOIN organizations o ON o.pk = k.organization_pk
      WHERE NOT s.is_restricted AND s.retention_status <> 'redacted' AND k.redacted_at IS NULL AND k.pk > ${after}
        AND (i.pk IS NULL OR coalesce(cardinality(i.monitored_lists), 0) = 0 OR w.id = ANY (i.monitored_lists))
      GROUP BY k.organization_pk, k.environment, k.pk, o.id, k.id, k.seen_lists ORDER BY k.pk LIMIT ${batch}`;
    for (const each of due) {
      const outcome = await runOne(each);
      if (outcome === "compared") compared++;
      if (outcome === "failed") failed++;
    }
    const last = due.at(-1);
    if (!last || due.length < batch) return { compared, failed };
    after = last.pk;
  }
}

/** Removes the entries of versions that no longer count, which an upload that was cut off left. */
async function clearWatchlists(): Promise<void> {
  const left = await db.$queryRaw<(Scope & { pk: bigint })[]>`
    SELECT ${acrossOrganizations("screening.monitor")} w.organization_pk AS "organizationPk",
      w.environment::text AS environment, w.pk
    FROM watchlists w WHERE EXISTS (SELECT 1 FROM watchlist_entries e WHERE ${sameScope("e", "w")}
      AND e.watchlist_pk = w.pk AND e.version < w.version) AND ${isServedSql("w")}`;
  for (const list of left)
    await removeOldVersions(list).catch((error: unknown) =>
      sayFailure(error, "old entries of a watchlist were not removed"),
    );
}

async function runOne({ environment, organizationId, checkId, seen }: Due) {
  const actor = await jobActor("screening.monitor", environment, ["screening:run"], organizationId);
  try {
    return (await rerunMonitored(actor, { checkId, seen })) ? "compared" : "left";
  } catch (error) {
    // One that was restricted or redacted meanwhile refuses, and is no failure.
    if (error instanceof AppError) return "left";
    sayFailure(error, `the check ${checkId} was not run again`);
    return "failed";
  }
}

/** Every minute the lists of which something may be due; once in the hour all of them. */
export const monitorJobs: readonly Job[] = [
  { name: "screening.monitor", cron: "* * * * *", run: () => runMonitored() },
  { name: "screening.monitor-all", cron: "27 * * * *", run: () => runMonitored({ isWhole: true }) },
];
