import "server-only";
import type { Environment } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { endCapture } from "@/lib/captures/expire";
import { expireLinks, lockCapture } from "@/lib/captures/load";
import { mostWaitingDays } from "@/lib/captures/policy";
import { daysAgo } from "@/lib/format/day";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import type { Job } from "@/lib/platform/queue";
import { acrossOrganizations, keyOf, type Scope, sameScope } from "@/lib/platform/scope";
import { sayFailure } from "@/lib/platform/unavailable";
import { isUndecided, undecidedAmong } from "@/lib/records/undecided";
import { createdSource } from "@/lib/sessions/policy";

const batch = 200;

type Due = Scope & { pk: bigint; organizationId: string; sessionId: string; expiresAt: Date };

/**
 * Writes down which capture links have expired, and ends the sessions whose applicants never came back. Several
 * processes may do this at once. A restricted session stays as it is.
 * @returns how many links it ended
 */
export async function expireLapsed(now = new Date()): Promise<number> {
  let [total, after] = [0, { expiresAt: new Date(0), pk: 0n }];
  for (;;) {
    const due = await db.$queryRaw<Due[]>`
      SELECT ${acrossOrganizations("captures.expire")} l.organization_pk AS "organizationPk", l.environment::text AS environment,
        l.pk, o.id AS "organizationId", s.id AS "sessionId", l.expires_at AS "expiresAt"
      FROM one_time_links l JOIN sessions s ON ${sameScope("s", "l")} AND s.pk = l.session_pk
        JOIN organizations o ON o.pk = l.organization_pk
      WHERE (l.status = 'active' AND l.token_digest IS NOT NULL OR l.grant_digest IS NOT NULL) AND l.expires_at <= ${now} AND s.source = ${createdSource}
        AND NOT s.is_restricted AND s.retention_status = 'active' AND o.held_at IS NULL AND (l.expires_at, l.pk) > (${after.expiresAt}, ${after.pk})
      ORDER BY l.expires_at, l.pk LIMIT ${batch}`;
    for (const each of due) total += await expireOne(each, now);
    const last = due.at(-1);
    if (!last || due.length < batch) return total;
    after = last;
  }
}

/** @returns 1; 0 for a session that cannot be ended now. One that cannot be opened is logged and keeps nobody waiting. */
async function expireOne(due: Due, now: Date): Promise<number> {
  const { environment, organizationId, sessionId, expiresAt } = due;
  const actor = await jobActor("captures.expire", environment, [], organizationId);
  const ended = db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    const isLapsed = capture.state === "expired" && capture.status !== "expired";
    const isUndecided = isLapsed && (await undecidedAmong(tx, capture, [capture.pk])).size > 0;
    if (isLapsed && !isUndecided) await endCapture(tx, actor, capture, { at: expiresAt, by: "time" });
    // A link of a session that goes on without its applicant expires alone; a newer link stays.
    else await expireLinks(tx, capture, now);
    return 1;
  });
  return ended.catch((error: unknown) => {
    // One that was restricted or redacted meanwhile refuses, and is no failure.
    if (!(error instanceof AppError)) sayFailure(error, `the token of ${sessionId} was not expired`);
    return 0;
  });
}

type Waiting = { organizationId: string; environment: Environment; sessionId: string };

/**
 * Ends the sessions that have waited too long at a gate of the workflow, or in the sandbox for an outcome. A session
 * whose case is open waits for its reviewer, and a restricted one stays as it is.
 * @returns how many sessions it ended
 */
export async function expireWaiting(now = new Date()): Promise<number> {
  const until = daysAgo(mostWaitingDays, now);
  let [total, after] = [0, { updatedAt: new Date(0), pk: 0n }];
  for (;;) {
    const due = await db.$queryRaw<(Waiting & { updatedAt: Date; pk: bigint })[]>`
      SELECT ${acrossOrganizations("captures.wait")} s.environment::text AS environment, o.id AS "organizationId",
        s.id AS "sessionId", s.updated_at AS "updatedAt", s.pk
      FROM sessions s JOIN organizations o ON o.pk = s.organization_pk
      WHERE s.status IN ('awaiting_external', 'sandbox_pending') AND s.updated_at <= ${until} AND s.source = ${createdSource}
        AND NOT s.is_restricted AND s.retention_status <> 'redacted' AND o.held_at IS NULL AND NOT ${isUndecided}
        AND (s.updated_at, s.pk) > (${after.updatedAt}, ${after.pk})
      ORDER BY s.updated_at, s.pk LIMIT ${batch}`;
    for (const each of due) total += await endWaiting(each, until, now);
    const last = due.at(-1);
    if (!last || due.length < batch) return total;
    after = last;
  }
}

/** @returns 1; 0 for a session that has gone on meanwhile, or cannot be ended now */
async function endWaiting(
  { environment, organizationId, sessionId }: Waiting,
  until: Date,
  now: Date,
): Promise<number> {
  const actor = await jobActor("captures.wait", environment, [], organizationId);
  const ended = db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId, { isEnding: true });
    const { updatedAt } = await tx.session.findUniqueOrThrow({
      where: keyOf(capture),
      select: { updatedAt: true },
    });
    const isWaiting = capture.state === "awaiting_external" || capture.state === "sandbox_pending";
    if (!isWaiting || updatedAt > until) return 0;
    if ((await undecidedAmong(tx, capture, [capture.pk])).size > 0) return 0;
    await endCapture(tx, actor, capture, { at: now, by: "time" });
    return 1;
  });
  return ended.catch((error: unknown) => {
    if (!(error instanceof AppError)) sayFailure(error, `the waiting session ${sessionId} was not ended`);
    return 0;
  });
}

export const expireWaitingJob: Job = {
  name: "captures.wait",
  cron: "23 * * * *",
  run: () => expireWaiting(),
};

export const expireLapsedJob: Job = { name: "captures.expire", cron: "* * * * *", run: () => expireLapsed() };
