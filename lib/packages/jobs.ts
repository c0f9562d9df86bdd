import "server-only";
import { type Environment, inScope } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { buildPackage } from "@/lib/packages/build";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { acrossOrganizations, isServedSql, sameScope } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";

type Waiting = { requestId: string; organizationId: string; environment: Environment };

const staleSeconds = 60;

/** Claims the next package that is queued, or whose builder has sent no heartbeat. */
const takePackage = () => db.$queryRaw<(Waiting & { builder: string })[]>`
  UPDATE ${acrossOrganizations("packages.build")} packages p SET status = 'building', builder = gen_random_uuid(), worked_at = now(), error = NULL
  FROM requests r JOIN organizations o ON o.pk = r.organization_pk
  WHERE ${sameScope("p", "r")} AND p.request_pk = r.pk AND (p.organization_pk, p.environment, p.pk) = (
    SELECT q.organization_pk, q.environment, q.pk FROM packages q WHERE (q.status = 'queued'
      OR (q.status = 'building' AND q.worked_at < now() - make_interval(secs => ${staleSeconds}))) AND ${isServedSql("q")}
    ORDER BY q.pk LIMIT 1 FOR UPDATE SKIP LOCKED)
  RETURNING p.builder::text, r.id AS "requestId", o.id AS "organizationId", r.environment::text AS environment`;

/**
 * Builds every waiting package. A failure is stored on its request.
 * @returns the number of built packages
 */
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
      log.error({ err: error, dataRequestId: next.requestId }, "package not built");
      const said =
        error instanceof AppError
          ? error.message
          : "The package could not be built. Try again; the server log contains the details.";
      await db.package.updateMany({
        where: { ...inScope(actor), builder: next.builder, status: "building" },
        data: { status: "failed", error: said },
      });
    }
  }
}

/** Starts builds within seconds, and continues interrupted ones. */
export const buildPackagesTick: Tick = { name: "packages.build", everySeconds: 2, run: buildPackages };
