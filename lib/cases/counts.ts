import "server-only";
import { type Actor, authorize, inScope } from "@/lib/auth/actor";
import { tabStatuses } from "@/lib/cases/policy";
import type { TabCountsDto } from "@/lib/cases/schema";
import { db } from "@/lib/platform/db";

type Place = { place: string; count: number; changes: number };

/** Above this many appended changes a reader folds them, so that reading stays cheap whatever happened before. */
const foldAbove = 400;

/** How many cases stand under each tab; `mine` is the actor's own. Its cost does not grow with the cases. */
export async function getTabCounts(actor: Actor): Promise<TabCountsDto> {
  authorize(actor, "cases:read");
  const scope = inScope(actor);
  const [places, mine] = await Promise.all([
    readPlaces(scope),
    actor.kind === "person"
      ? db.reviewCase.count({
          where: { ...scope, assignedTo: actor.id, status: { in: [...tabStatuses.mine] } },
        })
      : 0,
  ]);
  if (places.some(({ changes }) => changes > foldAbove)) await foldCounts(scope);
  const of = (name: string) => places.find(({ place }) => place === name)?.count ?? 0;
  return {
    unassigned: of("unassigned"),
    mine,
    pendingSecondReview: of("pending_second_review"),
    escalated: of("escalated"),
    all: of("all"),
  };
}

type Scope = ReturnType<typeof inScope>;

const readPlaces = ({ organizationPk, environment }: Scope) => db.$queryRaw<Place[]>`
  SELECT place, sum(count)::int AS count, sum(changes)::int AS changes FROM (
    SELECT place, count, 0 AS changes FROM case_counts
      WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment"
    UNION ALL
    SELECT place, sum(delta), count(*) FROM case_count_changes
      WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" GROUP BY place
  ) every GROUP BY place`;

/** Adds the appended changes up. Whoever finds somebody else folding leaves it to them. */
export async function foldCounts({ organizationPk, environment }: Scope): Promise<void> {
  const lock = `case_counts/${organizationPk}/${environment}`;
  await db.$transaction(async (tx) => {
    const [{ isMine } = { isMine: false }] = await tx.$queryRaw<{ isMine: boolean }[]>`
      SELECT pg_try_advisory_xact_lock(hashtextextended(${lock}, 0)) AS "isMine"`;
    if (!isMine) return;
    await tx.$executeRaw`
      WITH gone AS (
        DELETE FROM case_count_changes
          WHERE organization_pk = ${organizationPk} AND environment = ${environment}::"Environment" RETURNING place, delta
      ), summed AS (SELECT place, sum(delta) AS delta FROM gone GROUP BY place)
      INSERT INTO case_counts (organization_pk, environment, place, count)
        SELECT ${organizationPk}, ${environment}::"Environment", place, delta FROM summed
      ON CONFLICT (organization_pk, environment, place) DO UPDATE SET count = case_counts.count + excluded.count`;
  });
}

/** {@link foldCounts} wherever something has changed. @returns in how many environments */
export async function foldChangedCounts(): Promise<number> {
  const changed = await db.$queryRaw<Scope[]>`
    SELECT DISTINCT organization_pk AS "organizationPk", environment::text AS environment FROM case_count_changes`;
  for (const scope of changed) await foldCounts(scope);
  return changed.length;
}
