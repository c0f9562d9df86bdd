import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type Capture, lockCapture, subjectOf } from "@/lib/captures/load";
import { statedDocumentType } from "@/lib/captures/submit";
import { evaluatedBundle, evaluatedResult } from "@/lib/evaluation/bundle";
import { concludeSession, writeChecks } from "@/lib/evaluation/conclude";
import { checkNodes, type Evaluation } from "@/lib/evaluation/evaluate";
import type { Evidence } from "@/lib/evaluation/evidence";
import { afterwards, type LastChecks, lastChecks, statusesOf } from "@/lib/evaluation/last-checks";
import { besideReviewers, lockOwnCase, type UndecidedCase } from "@/lib/evaluation/own-case";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { keyOf, scopeOf, scopeSql } from "@/lib/platform/scope";
import { keepScreened } from "@/lib/screening-runs/keep";
import { queueWebhooks } from "@/lib/webhooks/write";
import { currentWorkflow, workflowOf } from "@/lib/workflow/load";
import { type Routed, type RunFacts, rejectionCodeOf, routeRun, ruleNode } from "@/lib/workflow/policy";
import type { NodeResult } from "@/lib/workflow/schema";
import { endRun, type RunEnd } from "@/lib/workflow/write";

/** A run that a process has taken. */
export type TakenRun = {
  pk: bigint;
  id: string;
  sessionId: string;
  worker: string;
  cause: "submit" | "reprocess" | "retry";
  policy: string | null;
  tries: number;
  /** The gate at which it waited, with the position of the next rule before its name; null for a run that begins. */
  pausedAt: string | null;
  workflowVersion: number | null;
};

/** What a transaction of a run has changed: the case whose watchers must be told. */
type Finished = { caseId: string | null };

/**
 * Writes what an evaluation found, in one transaction: all of it or nothing. A run that another process took over, and
 * a session that has come to a result otherwise, are left alone.
 */
export function finishRun(
  actor: Actor,
  run: TakenRun,
  evidence: Evidence,
  evaluation: Evaluation,
): Promise<Finished> {
  return db.$transaction(
    async (tx) => {
      // The session before its run and its case, as decisions and redactions lock.
      const capture = await lockCapture(tx, actor, run.sessionId);
      if (!(await holdsRun(tx, actor, run))) return { caseId: null };
      const reviewed = await lockOwnCase(tx, actor, capture);
      return settle(tx, actor, { run, evidence, evaluation, capture, reviewed });
    },
    { timeout: 60_000 },
  );
}

/** Locks a run that this process has taken. @returns whether it still has it */
export async function holdsRun(
  tx: Transaction,
  actor: Actor,
  { pk, worker }: Pick<TakenRun, "pk" | "worker">,
): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM workflow_runs WHERE ${scopeSql(inScope(actor))} AND pk = ${pk}
      AND status = 'running' AND worker = ${worker}::uuid FOR UPDATE`;
  return held.length > 0;
}

type Settling = {
  run: TakenRun;
  evidence: Evidence;
  evaluation: Evaluation;
  capture: Capture;
  reviewed: UndecidedCase | null;
};

/** Nothing of such an evaluation was kept. */
const superseded: NodeResult[] = [
  { policy: "session", status: "superseded", passed: null, durationMs: null, route: null },
];

async function settle(tx: Transaction, actor: Actor, settling: Settling): Promise<Finished> {
  const { run, evaluation, capture } = settling;
  if (!isDue(run, capture.state)) {
    // The session has come to an end otherwise meanwhile.
    const ending = { status: "completed" as const, nodes: superseded, caseId: null };
    return end(tx, actor, settling, { ...ending, said: "superseded" });
  }
  const now = new Date();
  // Before the session comes to a result: nobody can approve it without having seen its hits.
  if (evaluation.screened.length > 0)
    await keepScreened(tx, actor, await screenedOf(tx, capture), evaluation.screened);
  const before = await lastChecks(tx, capture);
  const checks = afterwards(before, evaluation);
  const isSandbox = actor.scope.environment === "sandbox";
  const parts = evaluatedBundle(capture, evaluation, { status: capture.state, before, isSandbox, now });
  // A sandbox session waits for the outcome that its developer chooses (contract §2.1).
  if (capture.state === "sandbox_pending") {
    await writeChecks(tx, actor, capture, parts, { riskScore: evaluation.riskScore });
    return end(tx, actor, settling, { status: "completed", nodes: checkNodes(evaluation), caseId: null });
  }
  const { rules, version } = await rulesOf(tx, actor, run);
  const facts: RunFacts = {
    riskScore: evaluation.riskScore,
    country: capture.country,
    documentType: statedDocumentType(capture),
    signals: evaluation.signals.map(({ signalType }) => signalType),
    checks: statusesOf(checks),
    asked: settling.evidence.asked,
  };
  const wanted: Routed = evaluation.isBlocked
    ? { route: "reject", rule: "blocklist", next: 0, held: [] }
    : routeRun(rules, facts, Number.parseInt(run.pausedAt ?? "0", 10));
  const routed = besideReviewers(wanted, settling.reviewed);
  const nodes = [...checkNodes(evaluation), ruleNode(routed)];
  const given = { ...settling, parts, routed, checks, nodes, version, now };
  return routed.route === "external" ? pause(tx, actor, given) : conclude(tx, actor, given);
}

/** A locked session as a screening check belongs to it. */
const screenedOf = async (tx: Transaction, capture: Capture) => ({
  session: { ...capture, identity: await identityOf(tx, capture) },
  cipher: capture.cipher,
});

const identityOf = async (tx: Transaction, { identityPk, ...capture }: Capture) =>
  identityPk === null
    ? null
    : tx.identity.findUnique({
        where: { scoped: { ...scopeOf(capture), pk: identityPk } },
        select: { id: true },
      });

/** The rules of a run: those that count now; behind a gate still those that led to it. */
const rulesOf = (tx: Transaction, actor: Actor, { pausedAt, workflowVersion }: TakenRun) =>
  pausedAt !== null && workflowVersion !== null
    ? workflowOf(tx, actor, workflowVersion)
    : currentWorkflow(tx, actor);

/** Whether the session still waits for this run. */
const isDue = ({ cause }: TakenRun, state: Capture["state"]): boolean =>
  cause === "retry"
    ? ["under_review", "sandbox_pending"].includes(state)
    : ["processing", "sandbox_pending"].includes(state);

type Routing = Settling & {
  parts: ReturnType<typeof evaluatedBundle>;
  routed: Routed;
  checks: LastChecks;
  nodes: NodeResult[];
  version: number;
  now: Date;
};

/** Waits for the customer's own decision. A session that a reviewer already has stays with them. */
async function pause(tx: Transaction, actor: Actor, given: Routing): Promise<Finished> {
  const { run, capture, parts, routed, nodes, version, evaluation } = given;
  await writeChecks(tx, actor, capture, parts, { riskScore: evaluation.riskScore });
  if (run.cause === "retry")
    return end(tx, actor, given, { status: "completed", nodes, version, caseId: null });
  await tx.session.update({
    where: keyOf(capture),
    data: { status: "awaiting_external", updatedAt: given.now },
    select: { pk: true },
  });
  await queueWebhooks(tx, actor, ["session.awaiting_external"], subjectOf(capture, "awaiting_external"));
  return end(tx, actor, given, {
    status: "paused",
    nodes,
    version,
    pausedAt: `${routed.next}:${routed.rule}`,
    caseId: null,
  });
}

async function conclude(tx: Transaction, actor: Actor, given: Routing): Promise<Finished> {
  const { run, capture, parts, routed, nodes, version, evaluation, evidence, checks, now } = given;
  // A check that was repeated changes a session under review only when nothing speaks against it any more.
  if (run.cause === "retry" && routed.route !== "approve") {
    await writeChecks(tx, actor, capture, parts, { riskScore: evaluation.riskScore });
    return end(tx, actor, given, { status: "completed", nodes, version, caseId: null });
  }
  const status = {
    approve: "approved",
    reject: "rejected",
    review: "needs_review",
    external: "needs_review",
  } as const;
  const documentType = statedDocumentType(capture);
  const code = evaluation.isBlocked ? "blocklist_match" : rejectionCodeOf(statusesOf(checks));
  const outcome = { status: status[routed.route], code, documentType, now };
  const result = evaluatedResult(checks, evidence, outcome);
  const session = {
    ...parts.session,
    status: outcome.status === "needs_review" ? ("under_review" as const) : ("completed" as const),
  };
  const caseId = await concludeSession(
    tx,
    actor,
    capture,
    { ...parts, session, result },
    {
      documentType,
      reviewed: given.reviewed,
      by: run.cause === "retry" ? "retry" : "evaluation",
      riskScore: evaluation.riskScore,
      now,
    },
  );
  if (evaluation.isBlocked && outcome.status === "rejected") await recordBlocked(tx, actor, given);
  return end(tx, actor, given, { status: "completed", nodes, version, finalStatus: outcome.status, caseId });
}

/** Records what the blocklist rejected a session for, as an import does. */
async function recordBlocked(tx: Transaction, actor: Actor, { evaluation, capture }: Routing): Promise<void> {
  const list = evaluation.answers.find(({ policy }) => policy === "check_against_list");
  await recordEvent(tx, actor, {
    type: "session.blocked",
    metadata: { kinds: (list?.details?.kinds ?? []) as string[] },
    resource: { type: "session", id: capture.id },
  });
}

async function end(
  tx: Transaction,
  actor: Actor,
  { run, capture }: Pick<Settling, "run" | "capture">,
  { caseId, said, ...ending }: RunEnd & Finished & { said?: string },
): Promise<Finished> {
  await endRun(tx, actor, run, ending);
  await recordEvent(tx, actor, {
    type: "session.evaluated",
    metadata: {
      runId: run.id,
      workflowVersion: ending.version ?? null,
      status: said ?? ending.status,
      result: ending.finalStatus ?? null,
    },
    resource: { type: "session", id: capture.id },
  });
  return { caseId };
}
