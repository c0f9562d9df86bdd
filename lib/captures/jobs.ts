import "server-only";
import { jobActor } from "@/lib/actor/job";
import { endCapture } from "@/lib/captures/expire";
import { expireLinks, lockCapture } from "@/lib/captures/load";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations, type Scope, sameScope } from "@/lib/platform/scope";

const batch = 200;

type Due = Scope & { organizationId: string; sessionId: string; expiresAt: Date };

/**
 * Writes down which capture links have expired, and ends the sessions whose applicants never came back. Several
 * processes may do this at once. A restricted session stays as it is.
 * @returns how many links it ended
 */
export async function expireLapsed(): Promise<number> {
  for (let total = 0; ; ) {
    const due = await db.$queryRaw<Due[]>`
      SELECT ${acrossOrganizations("captures.expire")} l.organization_pk AS "organizationPk", l.environment::text AS environment,
        o.id AS "organizationId", s.id AS "sessionId", l.expires_at AS "expiresAt"
      FROM one_time_links l JOIN sessions s ON ${sameScope("s", "l")} AND s.pk = l.session_pk
        JOIN organizations o ON o.pk = l.organization_pk
      WHERE l.status = 'active' AND l.token_digest IS NOT NULL AND l.expires_at <= now()
        AND NOT s.is_restricted AND s.retention_status <> 'redacted' ORDER BY l.expires_at LIMIT ${batch}`;
    let done = 0;
    for (const each of due) done += await expireOne(each);
    total += done;
    if (due.length < batch || done === 0) return total;
  }
}

/** @returns 1; 0 for a session that was restricted or redacted meanwhile */
async function expireOne({ environment, organizationId, sessionId, expiresAt }: Due): Promise<number> {
  const actor = await jobActor("captures.expire", environment, [], organizationId);
  const ended = db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    const isLapsed = capture.state === "expired" && capture.status !== "expired";
    if (isLapsed) await endCapture(tx, actor, capture, { at: expiresAt, by: "time" });
    // A link of a session that goes on without its applicant expires alone; a newer link stays.
    else await expireLinks(tx, capture, new Date());
    return 1;
  });
  return ended.catch((error: unknown) => {
    if (error instanceof AppError) return 0;
    throw error;
  });
}

export const expireLapsedJob: Job = { name: "captures.expire", cron: "* * * * *", run: expireLapsed };
