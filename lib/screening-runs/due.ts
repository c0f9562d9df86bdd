import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { db } from "@/lib/platform/db";
import { sameScope, scopeSql } from "@/lib/platform/scope";

/**
 * Returns how many watchlists are loaded, and whether one of them is loaded in a version that no check of the session
 * has compared. Times say nothing here: a check may run while a list is uploaded. Of a restricted or redacted session
 * none is due.
 * @param sessionId of a session that the actor may see
 */
export async function screeningDue(
  actor: Actor,
  sessionId: string,
): Promise<{ watchlists: number; isDue: boolean }> {
  const [found] = await db.$queryRaw<{ watchlists: number; isDue: boolean }[]>`
    SELECT count(*)::int AS watchlists, coalesce(bool_or(NOT (w.id || '@' || w.version = ANY (seen.lists))), false)
      AND EXISTS (SELECT 1 FROM sessions o WHERE ${scopeSql(inScope(actor), "o")} AND o.id = ${sessionId}
        AND NOT o.is_restricted AND o.retention_status <> 'redacted') AS "isDue"
    FROM watchlists w CROSS JOIN (
      SELECT coalesce(array_agg(l.list), '{}') AS lists FROM sessions s
        JOIN screening_checks c ON ${sameScope("c", "s")} AND c.session_pk = s.pk
        CROSS JOIN LATERAL unnest(c.seen_lists) AS l(list)
      WHERE ${scopeSql(inScope(actor), "s")} AND s.id = ${sessionId} AND c.is_run_here AND c.redacted_at IS NULL) seen
    WHERE ${scopeSql(inScope(actor), "w")} AND w.version > 0`;
  return found ?? { watchlists: 0, isDue: false };
}
