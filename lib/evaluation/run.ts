import "server-only";
import { type Environment, inScope } from "@/lib/actor/actor";
import { jobActor } from "@/lib/actor/job";
import { evaluate } from "@/lib/evaluation/evaluate";
import { gatherEvidence } from "@/lib/evaluation/evidence";
import { finishRun, holdsRun, type TakenRun } from "@/lib/evaluation/finish";
import { lockOwnCase, type UndecidedCase } from "@/lib/evaluation/own-case";
import { recordEvent } from "@/lib/events/record";
import { answerRequest } from "@/lib/imports/resubmitted";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { log } from "@/lib/platform/log";
import { acrossOrganizations, isServedSql, keyOf, sameScope } from "@/lib/platform/scope";
import type { Tick } from "@/lib/platform/tick";
import { announceCases } from "@/lib/records/live";
import type { SessionFacts } from "@/lib/records/open";
import { lockSession } from "@/lib/sessions/load";
import { endedBefore } from "@/lib/workflow/load";
import { endRun } from "@/lib/workflow/write";

/** A run whose process has died is taken over after this many seconds. */
const staleSeconds = 300;
/** A session that ended so many processes is not evaluated again by itself. */
const mostTries = 3;
/** A run that failed waits this long for each of its tries, so that what failed may have passed. */
const pauseSeconds = 30;

type Taken = TakenRun & {
  organizationPk: bigint;
  organizationId: string;
  environment: Environment;
  /** Its sensitive window has closed since it was queued. */
  isClosed: boolean;
};

/**
 * Takes the next run that is queued, or whose process has died: of live sessions before those of the sandbox, of the
 * organizations that have had no turn before the others, and then the oldest. A run of a restricted or erased session
 * waits: its data may only be stored.
 * @param served the organizations that have had their turn
 */
const takeRun = (served: readonly bigint[]) => db.$queryRaw<Taken[]>`
  UPDATE ${acrossOrganizations("evaluation.run")} workflow_runs r SET status = 'running', worker = gen_random_uuid(),
    worked_at = now(), tries = r.tries + 1, started_at = coalesce(r.started_at, now())
  FROM sessions s JOIN organizations o ON o.pk = s.organization_pk
  WHERE ${sameScope("r", "s")} AND r.session_pk = s.pk AND (r.organization_pk, r.environment, r.pk) = (
    SELECT w.organization_pk, w.environment, w.pk FROM workflow_runs w
      JOIN sessions t ON ${sameScope("t", "w")} AND t.pk = w.session_pk
    WHERE (w.status = 'queued' AND (w.tries = 0 OR w.worked_at < now() - make_interval(secs => ${pauseSeconds} * w.tries))
        OR w.status = 'running' AND w.worked_at < now() - make_interval(secs => ${staleSeconds}))
      AND NOT t.is_restricted AND t.retention_status <> 'redacted' AND ${isServedSql("w")}
    ORDER BY w.environment = 'sandbox', w.organization_pk = ANY (${[...served]}::bigint[]), w.pk LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
  RETURNING r.pk, r.id, r.worker::text, r.cause::text, r.policy, r.tries, r.paused_at AS "pausedAt",
    r.workflow_version AS "workflowVersion", s.id AS "sessionId",
    o.pk AS "organizationPk", o.id AS "organizationId", r.environment::text AS environment,
    s.retention_status <> 'active' AS "isClosed"`;

/**
 * Evaluates every session that waits for it; the organizations take turns, so that none waits for all of another's.
 * Several processes may do this at once.
 * @param signal takes no further run once it is aborted
 * @returns how many runs it has ended
 */
export async function evaluateWaiting(signal?: AbortSignal): Promise<number> {
  let served: bigint[] = [];
  for (let ended = 0; ; ended++) {
    const [taken] = signal?.aborted ? [] : await takeRun(served);
    if (!taken) return ended;
    const { organizationPk } = taken;
    // Whoever had a turn gets another one only when everybody has had one: the next round begins.
    served = served.includes(organizationPk) ? [organizationPk] : [...served, organizationPk];
    // Another process takes the run over later; the sessions behind it do not wait for that.
    await evaluateOne(taken).catch((err) => log.error({ err, runId: taken.id }, "a run could not be ended"));
  }
}

async function evaluateOne(run: Taken): Promise<void> {
  const actor = await jobActor("evaluation.run", run.environment, [], run.organizationId);
  try {
    if (run.tries > mostTries || run.isClosed) return await giveUp(actor, run);
    const evidence = await gatherEvidence(actor, run.sessionId, run.policy);
    const { caseId } = await finishRun(actor, run, evidence, await evaluate(actor, evidence, run.policy));
    if (caseId) announceCases(actor, [caseId]);
  } catch (err) {
    if (err instanceof AppError && (await mayOnlyBeStored(actor, run)))
      return requeue(actor, run, run.tries - 1);
    log.error({ err, runId: run.id }, "a session could not be evaluated");
    // What is refused now is refused again: its key is missing.
    if (err instanceof AppError || run.tries >= mostTries) return giveUp(actor, run);
    await requeue(actor, run, run.tries);
  }
}

/** Whether it was restricted or erased meanwhile: `takeRun` leaves it until that is lifted, if ever. */
async function mayOnlyBeStored(actor: Actor, { sessionId }: Taken): Promise<boolean> {
  const where = { ...inScope(actor), id: sessionId };
  const found = await db.session.findFirst({ where, select: { isRestricted: true, retentionStatus: true } });
  return !found || found.isRestricted || found.retentionStatus === "redacted";
}

async function requeue(actor: Actor, run: Taken, tries: number): Promise<void> {
  await db.workflowRun.updateMany({
    where: { ...inScope(actor), pk: run.pk, worker: run.worker, status: "running" },
    data: { status: "queued", worker: null, tries },
  });
}

type Actor = Awaited<ReturnType<typeof jobActor>>;

/**
 * Ends a run that cannot be completed, and its session as failed. A session with an open case goes to its reviewer, who
 * has asked for the pictures that cannot be evaluated.
 */
async function giveUp(actor: Actor, run: Taken): Promise<void> {
  const caseId = await db.$transaction(async (tx) => {
    // Without what is sealed: it may be what cannot be opened.
    const session = await lockSession(tx, actor, run.sessionId);
    if (!(await holdsRun(tx, actor, run))) return null;
    const reviewed = await lockOwnCase(tx, actor, session);
    if (session.status === "processing") await endGivenUp(tx, actor, session, reviewed);
    await endRun(tx, actor, run, { status: "failed" });
    await recordEvent(tx, actor, {
      type: "session.evaluated",
      metadata: { runId: run.id, workflowVersion: run.workflowVersion, status: "failed", result: null },
      resource: { type: "session", id: run.sessionId },
    });
    return reviewed?.id ?? null;
  });
  if (caseId) announceCases(actor, [caseId]);
}

async function endGivenUp(
  tx: Transaction,
  actor: Actor,
  session: SessionFacts,
  reviewed: UndecidedCase | null,
): Promise<void> {
  const now = new Date();
  const attempt = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { processingAttempts: true },
  });
  const processingAttempts = (attempt.processingAttempts ?? 0) + 1;
  await tx.session.update({
    where: keyOf(session),
    data: reviewed
      ? { status: "under_review", processingAttempts, updatedAt: now }
      : { status: "failed", terminalAt: (await endedBefore(tx, session)) ?? now, updatedAt: now },
    select: { pk: true },
  });
  if (reviewed?.awaitsPictures)
    await answerRequest(tx, actor, reviewed, { attempt: processingAttempts, wakes: true });
}

/** Starts evaluations within seconds, and takes over interrupted ones. */
export const evaluateTick: Tick = { name: "evaluation.run", everySeconds: 2, run: evaluateWaiting };
