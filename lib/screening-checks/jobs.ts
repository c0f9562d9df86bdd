import "server-only";
import { jobActor } from "@/lib/actor/job";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations, type Scope, sameScope } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { rerunCheck } from "@/lib/screening-checks/rerun";

const batch = 200;

type Due = Scope & { pk: bigint; organizationId: string; checkId: string };

/**
 * Compares monitored checks again with watchlists that were uploaded after they ran. A check that cannot be run is
 * logged and left for the next time. Several processes may do this at once.
 * @returns how many it compared
 */
export async function runMonitored(): Promise<number> {
  let [total, after] = [0, 0n];
  for (;;) {
    const due = await db.$queryRaw<Due[]>`
      SELECT ${acrossOrganizations("screening.monitor")} k.organization_pk AS "organizationPk",
        k.environment::text AS environment, k.pk, o.id AS "organizationId", k.id AS "checkId"
      FROM watchlists w JOIN screening_checks k ON ${sameScope("k", "w")} AND k.check_type = w.check_type
        AND k.is_run_here AND k.monitoring_enabled AND k.last_checked_at < w.uploaded_at
      JOIN sessions s ON ${sameScope("s", "k")} AND s.pk = k.session_pk
      LEFT JOIN identities i ON ${sameScope("i", "s")} AND i.pk = s.identity_pk
      JOIN organizations o ON o.pk = k.organization_pk
      WHERE NOT s.is_restricted AND s.retention_status <> 'redacted' AND k.redacted_at IS NULL AND k.pk > ${after}
        AND (i.pk IS NULL OR coalesce(cardinality(i.monitored_lists), 0) = 0 OR w.id = ANY (i.monitored_lists))
      GROUP BY k.organization_pk, k.environment, k.pk, o.id, k.id ORDER BY k.pk LIMIT ${batch}`;
    for (const each of due) total += await runOne(each);
    const last = due.at(-1);
    if (!last || due.length < batch) return total;
    after = last.pk;
  }
}

async function runOne({ environment, organizationId, checkId }: Due): Promise<number> {
  const actor = await jobActor("screening.monitor", environment, ["screening:run"], organizationId);
  try {
    await rerunCheck(actor, { checkId });
    return 1;
  } catch (error) {
    // One that was restricted or redacted meanwhile refuses, and is no failure.
    if (!(error instanceof AppError)) sayFailure(error, `the check ${checkId} was not run again`);
    return 0;
  }
}

export const monitorJob: Job = { name: "screening.monitor", cron: "* * * * *", run: runMonitored };
