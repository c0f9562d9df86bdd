import "server-only";
import type { Environment } from "@/lib/auth/actor";
import { jobActor } from "@/lib/auth/job";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import type { Job } from "@/lib/platform/queue";
import type { Tick } from "@/lib/platform/tick";
import { isHeld } from "@/lib/privacy/held";
import { isRestrictedByRequest } from "@/lib/privacy/kept";
import { completeCertificate } from "@/lib/requests/certificate";
import { dayOrNull } from "@/lib/requests/dto";
import { ownRequestOf } from "@/lib/requests/own";
import { buildPackage } from "@/lib/requests/package-build";
import { carryOut, planOf } from "@/lib/requests/plan";
import { reclockOpen } from "@/lib/requests/reclock";

type Waiting = { requestId: string; organizationId: string; environment: Environment };

/**
 * Requests whose erasure left something behind that may go by now: its day has come, or its hold or its restriction
 * went. What has no day is looked at each time.
 */
const waitingErasures = () => db.$queryRaw<Waiting[]>`
  SELECT DISTINCT r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  JOIN request_matches m ON m.request_pk = r.pk AND m.state = 'accepted'
  JOIN sessions s ON s.pk = m.session_pk AND s.retention_status <> 'redacted'
  WHERE r.erased_at IS NOT NULL AND coalesce(s.restricted_until < current_date, true)
    AND NOT ${isRestrictedByRequest} AND NOT ${isHeld}
  ORDER BY r.id LIMIT 500`;

/** Requests of which something went since their certificate's last page. */
const untoldErasures = () => db.$queryRaw<Waiting[]>`
  SELECT DISTINCT r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  JOIN request_matches m ON m.request_pk = r.pk AND m.state = 'accepted'
  WHERE r.erased_at IS NOT NULL AND m.destroyed IS NOT NULL AND m.certified IS NULL
  ORDER BY r.id LIMIT 500`;

/** Finishes erasures whose day has come or whose hold was released. @returns how many sessions went */
export async function resumeErasures(): Promise<number> {
  let erased = 0;
  for (const waiting of await waitingErasures()) {
    try {
      erased += await resumeErasure(waiting);
    } catch (error) {
      // What stops one request must not stop the others.
      log.error({ err: error, requestId: waiting.requestId }, "erasure not resumed");
    }
  }
  for (const { requestId, organizationId, environment } of await untoldErasures()) {
    try {
      const actor = await jobActor("erasure.resume", environment, [], organizationId);
      await completeCertificate(actor, requestId);
    } catch (error) {
      log.error({ err: error, requestId }, "certificate not completed");
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

const staleSeconds = 60;

/** Takes the next package that waits to be built, or whose builder has given no sign of life. */
const takePackage = () => db.$queryRaw<(Waiting & { builder: string })[]>`
  UPDATE packages p SET status = 'building', builder = gen_random_uuid(), worked_at = now(), error = NULL
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  WHERE p.request_pk = r.pk AND p.pk = (
    SELECT pk FROM packages WHERE status = 'queued'
      OR (status = 'building' AND worked_at < now() - make_interval(secs => ${staleSeconds}))
    ORDER BY pk LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING p.builder::text, r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment`;

/** Builds every package that waits. What cannot be built says so on its request. @returns how many were built */
export async function buildPackages(): Promise<number> {
  for (let built = 0; ; built++) {
    const [next] = await takePackage();
    if (!next) return built;
    const actor = await jobActor(
      "package.build",
      next.environment,
      ["privacy:export", "requests:work", "sessions:read-restricted", "documents:view"],
      next.organizationId,
    );
    try {
      await buildPackage(actor, next.requestId);
    } catch (error) {
      log.error({ err: error, requestId: next.requestId }, "package not built");
      const said =
        error instanceof AppError ? error.message : "It could not be built. Try again; the log says more.";
      await db.package.updateMany({
        where: { builder: next.builder, status: "building" },
        data: { status: "failed", error: said },
      });
    }
  }
}

/**
 * Reckons the last day of every open request anew. Lists and reminders go by the day that was written, and holidays
 * and time zones change with a new version of the program.
 */
export async function reclockRequests(): Promise<void> {
  const scopes = await db.request.findMany({
    where: { status: "open" },
    distinct: ["organizationPk", "environment"],
    select: { organizationPk: true, environment: true },
  });
  const organizations = await db.organization.findMany({
    where: { pk: { in: scopes.map(({ organizationPk }) => organizationPk) } },
    select: { pk: true, id: true },
  });
  const idOf = new Map(organizations.map(({ pk, id }) => [pk, id]));
  for (const { organizationPk, environment } of scopes)
    await reclockOpen(await jobActor("requests.reclock", environment, [], idOf.get(organizationPk)));
}

export const reclockRequestsJob: Job = {
  name: "requests.reclock",
  cron: "17 * * * *",
  run: reclockRequests,
};

/** Packages are begun within seconds, and builds that were killed go on. */
export const buildPackagesTick: Tick = { name: "packages.build", everySeconds: 2, run: buildPackages };

/** What a law or a hold kept from an erasure goes when its day has come. */
export const resumeErasuresJob: Job = { name: "requests.erase", cron: "*/10 * * * *", run: resumeErasures };
