import "server-only";
import { db } from "@/lib/platform/db";
import { Prisma } from "@/lib/platform/generated/client";
import { newId } from "@/lib/platform/id";
import { acrossOrganizations, isServedSql, type Scope, sameScope, scopeSql } from "@/lib/platform/scope";

/** What a run counts. */
export type Counts = Partial<
  Record<
    "seen" | "created" | "updated" | "unchanged" | "keptHere" | "setAside" | "leftOut" | "images",
    number
  >
>;

/**
 * The statement that counts in the source's open run, and opens one if there is none. It is one statement, so that two
 * processes count together.
 * @param given a table: nothing is counted when it is empty
 */
export function countSql(source: Scope & { pk: bigint }, counts: Counts, given?: Prisma.Sql): Prisma.Sql {
  const { seen = 0, created = 0, updated = 0, unchanged = 0, keptHere = 0 } = counts;
  const { setAside = 0, leftOut = 0, images = 0 } = counts;
  return Prisma.sql`
    INSERT INTO source_runs AS r (organization_pk, environment, source_pk, id, seen, created, updated, unchanged, kept_here,
      set_aside, left_out, images)
    SELECT ${source.organizationPk}::bigint, ${source.environment}::"Environment", ${source.pk}::bigint, ${newId("srn")}::text,
      ${seen}::int, ${created}::int, ${updated}::int, ${unchanged}::int, ${keptHere}::int, ${setAside}::int, ${leftOut}::int,
      ${images}::int ${given ? Prisma.sql`FROM ${given}` : Prisma.empty}
    ON CONFLICT (organization_pk, environment, source_pk, kind) WHERE ended_at IS NULL DO UPDATE SET
      seen = r.seen + excluded.seen, created = r.created + excluded.created, updated = r.updated + excluded.updated,
      unchanged = r.unchanged + excluded.unchanged, kept_here = r.kept_here + excluded.kept_here,
      set_aside = r.set_aside + excluded.set_aside, left_out = r.left_out + excluded.left_out,
      images = r.images + excluded.images`;
}

/** Counts in the source's open run, and opens one if there is none. */
export async function count(source: Scope & { pk: bigint }, counts: Counts): Promise<void> {
  await db.$executeRaw(countSql(source, counts));
}

/** Counts in the source's open run, if there is one: what brings nothing new opens none. */
export async function countIfOpen(source: Scope & { pk: bigint }, { seen = 0 }: Counts): Promise<void> {
  await db.$executeRaw`UPDATE source_runs SET seen = seen + ${seen}
    WHERE ${scopeSql(source)} AND source_pk = ${source.pk} AND kind = 'sync' AND ended_at IS NULL`;
}

/**
 * Ends the source's run when its listing is complete and every session it named has been tried. One that waits for
 * longer, such as a restricted one, belongs to a later run.
 */
export async function endRun(source: Scope & { pk: bigint }): Promise<void> {
  await db.$executeRaw`UPDATE source_runs r SET ended_at = now()
    FROM sources s WHERE ${sameScope("s", "r")} AND s.pk = r.source_pk AND ${scopeSql(source, "r")} AND r.source_pk = ${source.pk}
      AND r.kind = 'sync' AND r.ended_at IS NULL AND s.listing_since IS NULL AND NOT EXISTS (
        SELECT 1 FROM source_items i WHERE ${sameScope("i", "s")} AND i.source_pk = s.pk AND i.state = 'due'
          AND i.next_try_at < now() + interval '15 minutes')`;
}

/**
 * Ends the runs of sources that rest: paused, stopped or removed, and with no session in work. What is left to do belongs
 * to the run that begins when the source is resumed.
 */
export const endRunsAtRest = () => db.$executeRaw`
  UPDATE ${acrossOrganizations("sources.end-runs")} source_runs r SET ended_at = now() FROM sources s
  WHERE ${sameScope("s", "r")} AND s.pk = r.source_pk AND r.kind = 'sync' AND r.ended_at IS NULL AND ${isServedSql("r")}
    AND (s.is_paused OR s.stopped_because IS NOT NULL OR s.removed_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM source_items i WHERE ${sameScope("i", "s")} AND i.source_pk = s.pk AND i.leased_until > now())`;

/** The SQL condition that a process still holds what it has taken. */
export const holds = (worker: string, alias: string): Prisma.Sql =>
  Prisma.sql`${Prisma.raw(alias)}.leased_by = ${worker}::uuid`;
