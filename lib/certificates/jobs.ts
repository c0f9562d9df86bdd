import "server-only";
import type { Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { completeCertificate } from "@/lib/certificates/write";
import { dayOrNull } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { log } from "@/lib/platform/log";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations, sameScope } from "@/lib/platform/scope";
import { isHeld } from "@/lib/records/held";
import { isKeptToday, isRestrictedByRequest } from "@/lib/records/kept";
import { ownRequestOf } from "@/lib/requests/load";
import { carryOut, planOf } from "@/lib/requests/plan";

type Waiting = { requestId: string; organizationId: string; environment: Environment };

/**
 * Requests whose erasure left something that may be erased by now: its day has come, or its hold or restriction
 * ended. Rows without a day are checked each time.
 */
const waitingErasures = () => db.$queryRaw<Waiting[]>`
  SELECT ${acrossOrganizations("erasure.resume")} DISTINCT r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  JOIN request_matches m ON ${sameScope("m", "r")} AND m.request_pk = r.pk AND m.state = 'accepted'
  JOIN sessions s ON ${sameScope("s", "m")} AND s.pk = m.session_pk AND s.retention_status <> 'redacted'
  WHERE r.erased_at IS NOT NULL AND o.held_at IS NULL AND NOT coalesce(${isKeptToday("s")}, false)
    AND NOT ${isRestrictedByRequest("s")} AND NOT ${isHeld}
  ORDER BY r.id LIMIT 500`;

/** Requests of which something was erased since the last page of their certificate. */
const untoldErasures = () => db.$queryRaw<Waiting[]>`
  SELECT ${acrossOrganizations("erasure.resume")} DISTINCT r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  JOIN request_matches m ON ${sameScope("m", "r")} AND m.request_pk = r.pk AND m.state = 'accepted'
  WHERE r.erased_at IS NOT NULL AND o.held_at IS NULL AND m.destroyed IS NOT NULL AND m.certified IS NULL
  ORDER BY r.id LIMIT 500`;

/**
 * Continues erasures whose day has come or whose hold was released.
 * @returns how many sessions were erased
 */
export async function resumeErasures(): Promise<number> {
  let erased = 0;
  for (const waiting of await waitingErasures()) {
    try {
      erased += await resumeErasure(waiting);
    } catch (error) {
      // A failure in one request does not stop the others.
      log.error({ err: error, dataRequestId: waiting.requestId }, "erasure not resumed");
    }
  }
  for (const { requestId, organizationId, environment } of await untoldErasures()) {
    try {
      const actor = await jobActor("erasure.resume", environment, [], organizationId);
      await completeCertificate(actor, requestId);
    } catch (error) {
      log.error({ err: error, dataRequestId: requestId }, "certificate not completed");
    }
  }
  return erased;
}

async function resumeErasure({ requestId, organizationId, environment }: Waiting): Promise<number> {
  const actor = await jobActor("erasure.resume", environment, ["privacy:redact"], organizationId);
  const request = await ownRequestOf(actor, requestId);
  const done = await carryOut(actor, await planOf(db, request, dayOrNull(request.relationEndedOn)));
  return done.filter(({ verdict }) => verdict === "erase").length;
}

/** Erases what a law or a hold kept, once its day has come. */
export const resumeErasuresJob: Job = { name: "requests.erase", cron: "*/10 * * * *", run: resumeErasures };
