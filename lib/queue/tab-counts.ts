import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { type CaseStatus, tabStatuses } from "@/lib/cases/policy";
import { db } from "@/lib/platform/db";
import { prepared } from "@/lib/platform/db-client";
import { Prisma } from "@/lib/platform/generated/client";
import type { CasePlace } from "@/lib/platform/generated/enums";
import { onReplica } from "@/lib/platform/replicas";
import { acrossOrganizations, isServedSql, type Scope, scopeSql } from "@/lib/platform/scope";
import type { TabCountsDto } from "@/lib/queue/schema";

type Place = { place: CasePlace; count: number; changes: number };

/** Above this many appended changes a reader folds them, so that reading stays cheap. */
const foldAbove = 400;

/** The upper bound of the overdue badge; the list has the exact number. */
const mostOverdue = 100;

/**
 * Counts the cases of each tab. `mine` is the actor's own; `overdue` is past the organization's limit and at most
 * 100. The cost does not grow with the number of cases.
 */
export async function getTabCounts(actor: Actor): Promise<TabCountsDto> {
  authorize(actor, "cases:read");
  return onReplica(actor, async () => {
    const scope = inScope(actor);
    const [places, mine, overdue] = await Promise.all([
      readPlaces(scope),
      actor.kind === "person"
        ? db.reviewCase.count({
            where: {
              ...scope,
              assignedTo: actor.id,
              status: { in: [...tabStatuses.mine] },
              isRestricted: false,
            },
          })
        : 0,
      countOverdue(scope),
    ]);
    if (places.some(({ changes }) => changes > foldAbove)) await foldCounts(scope);
    const of = (name: CasePlace) => places.find(({ place }) => place === name)?.count ?? 0;
    return {
      unassigned: of("unassigned"),
      mine,
      pendingSecondReview: of("pending_second_review"),
      escalated: of("escalated"),
      all: of("all"),
      overdue,
    };
  });
}

const readPlaces = (scope: Scope) => db.$queryRaw<Place[]>`
  SELECT place::text AS place, sum(count)::int AS count, sum(changes)::int AS changes FROM (
    SELECT place, count, 0 AS changes FROM case_counts WHERE ${scopeSql(scope)}
    UNION ALL
    SELECT place, sum(delta), count(*) FROM case_count_changes WHERE ${scopeSql(scope)} GROUP BY place
  ) every GROUP BY place`;

/** Reads each status separately, oldest first, so that none reads more rows than the bound. */
async function countOverdue(scope: Scope): Promise<number> {
  const [counted] = await db.$queryRaw<{ late: number }[]>`${Prisma.raw(prepared)}
    SELECT count(*)::int AS late FROM (
      SELECT 1 FROM unnest(${tabStatuses.all as CaseStatus[]}::"CaseStatus"[]) every(status), LATERAL (
        SELECT 1 FROM review_cases c WHERE ${scopeSql(scope, "c")} AND c.status = every.status AND NOT c.is_restricted
          AND c.queued_at <= now() - make_interval(mins => coalesce((SELECT t.sla_breach_minutes FROM review_settings t
            WHERE ${scopeSql(scope, "t")}), 1440))
        ORDER BY c.queued_at, c.id LIMIT ${mostOverdue}) late
      LIMIT ${mostOverdue}) bounded`;
  return counted?.late ?? 0;
}

/** Adds the appended changes to the counts. Does nothing while another process does it. */
export async function foldCounts(scope: Scope): Promise<void> {
  const { organizationPk, environment } = scope;
  const lock = `case_counts/${organizationPk}/${environment}`;
  await db.$transaction(async (tx) => {
    const [{ isMine } = { isMine: false }] = await tx.$queryRaw<{ isMine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) AS "isMine"`;
    if (!isMine) return;
    await tx.$executeRaw`
      WITH gone AS (
        DELETE FROM case_count_changes WHERE ${scopeSql(scope)} RETURNING place, delta
      ), summed AS (SELECT place, sum(delta) AS delta FROM gone GROUP BY place)
      INSERT INTO case_counts (organization_pk, environment, place, count)
        SELECT ${organizationPk}, ${environment}::"Environment", place, delta FROM summed
      ON CONFLICT (organization_pk, environment, place) DO UPDATE SET count = case_counts.count + excluded.count`;
  });
}

/**
 * {@link foldCounts} for every environment with changes.
 * @returns the number of these environments
 */
export async function foldChangedCounts(): Promise<number> {
  const changed = await db.$queryRaw<Scope[]>`
    SELECT ${acrossOrganizations("case-counts.fold")} DISTINCT organization_pk AS "organizationPk", environment::text AS environment FROM case_count_changes c
    WHERE ${isServedSql("c")}`;
  for (const scope of changed) await foldCounts(scope);
  return changed.length;
}
