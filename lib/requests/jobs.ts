import "server-only";
import type { Environment } from "@/lib/auth/actor";
import { jobActor } from "@/lib/auth/job";
import { db } from "@/lib/platform/db";
import type { Job } from "@/lib/platform/queue";
import { dayOrNull } from "@/lib/requests/dto";
import { ownRequestOf } from "@/lib/requests/own";
import { carryOut, planOf } from "@/lib/requests/plan";

type Waiting = { requestId: string; organizationId: string; environment: Environment };

/** Requests whose erasure left something behind that may go by now: its day has come, or its hold was released. */
const waitingErasures = () => db.$queryRaw<Waiting[]>`
  SELECT DISTINCT r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  JOIN request_matches m ON m.request_pk = r.pk AND m.state = 'accepted'
  JOIN sessions s ON s.pk = m.session_pk AND s.retention_status <> 'redacted'
  WHERE r.erased_at IS NOT NULL AND (s.restricted_at IS NULL OR s.restricted_until <= now())
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.session_pk = s.pk AND h.released_at IS NULL)
  ORDER BY r.id LIMIT 500`;

/** Finishes erasures whose day has come or whose hold was released. @returns how many sessions went */
export async function resumeErasures(): Promise<number> {
  let erased = 0;
  for (const { requestId, organizationId, environment } of await waitingErasures()) {
    const actor = await jobActor("erasure.resume", environment, ["privacy:redact"], organizationId);
    const request = await ownRequestOf(actor, requestId);
    const plan = await planOf(db, request, dayOrNull(request.relationEndedOn));
    await carryOut(actor, plan);
    erased += plan.filter(({ verdict }) => verdict === "erase").length;
  }
  return erased;
}

/** What a law or a hold kept from an erasure goes when its day has come. */
export const resumeErasuresJob: Job = { name: "requests.erase", cron: "*/10 * * * *", run: resumeErasures };
