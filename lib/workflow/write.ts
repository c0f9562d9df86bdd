import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { changesBetween } from "@/lib/events/changes";
import { recordEvent } from "@/lib/events/record";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { belowSession, type Scope } from "@/lib/platform/scope";
import { currentSettings } from "@/lib/settings/load";
import { toWorkflowDto } from "@/lib/workflow/dto";
import { currentWorkflow } from "@/lib/workflow/load";
import type { NodeResult, WorkflowDto, WorkflowInput } from "@/lib/workflow/schema";

const changedMeanwhile = () =>
  new AppError("conflict", "Another member has changed these settings. Reload the page to see the changes.");

/**
 * Saves other rules as the next version. Sessions that are evaluated from now on use them.
 * @throws AppError conflict when another member has saved since `version`
 */
export async function saveWorkflow(actor: Actor, input: WorkflowInput): Promise<WorkflowDto> {
  authorize(actor, "settings:update");
  // A version belongs to the settings of its environment, which are created at their first use.
  await currentSettings(actor);
  const saving = db.$transaction(async (tx) => {
    const before = await currentWorkflow(tx, actor);
    if (before.version !== input.version) throw changedMeanwhile();
    await tx.workflowVersion.create({
      data: { ...inScope(actor), version: before.version + 1, rules: input.rules, savedBy: actor.name },
    });
    await recordEvent(tx, actor, {
      type: "settings.updated",
      metadata: { changes: changesBetween({ rules: before.rules }, { rules: input.rules }) },
      resource: { type: "settings", id: "workflow" },
    });
  });
  // Two members save at once: the version is the key, so that one of them is second.
  await saving.catch((error: { code?: string }) => {
    throw error.code === "P2002" ? changedMeanwhile() : error;
  });
  return toWorkflowDto(await currentWorkflow(db, actor));
}

/**
 * Queues an evaluation in the transaction that made it due; a process starts on it within seconds.
 * @param policy the check to run again; all of them by default
 * @returns the id of the run
 */
export async function queueRun(
  tx: Transaction,
  session: Scope & { pk: bigint },
  {
    cause,
    policy = null,
    endedBefore = null,
  }: {
    cause: "submit" | "reprocess" | "retry";
    policy?: string | null;
    /** When a session that is evaluated again had ended. */
    endedBefore?: Date | null;
  },
): Promise<string> {
  const id = newId("run");
  await tx.workflowRun.create({
    data: { ...belowSession(session), id, cause, policy, endedBefore },
    select: { pk: true },
  });
  return id;
}

export type RunEnd = {
  status: "completed" | "paused" | "failed";
  /** What its checks and rules said; what was stored before stays without it. */
  nodes?: NodeResult[];
  version?: number;
  finalStatus?: "approved" | "rejected" | "needs_review";
  pausedAt?: string;
};

/** Ends or pauses a run. */
export async function endRun(
  tx: Transaction,
  actor: Actor,
  run: { pk: bigint },
  { status, nodes, version, finalStatus, pausedAt }: RunEnd,
): Promise<void> {
  await tx.workflowRun.update({
    where: { scoped: { ...inScope(actor), pk: run.pk } },
    data: {
      status,
      worker: null,
      completedAt: status === "paused" ? null : new Date(),
      pausedAt: pausedAt ?? null,
      ...(nodes && { nodeResults: nodes }),
      ...(version !== undefined && { workflowVersion: version }),
      ...(finalStatus && { finalStatus }),
    },
    select: { pk: true },
  });
}

/** Ends the runs of a locked session that is erased: nothing of it is left to evaluate. */
export async function endRuns(tx: Transaction, session: Scope & { pk: bigint }): Promise<void> {
  await tx.workflowRun.updateMany({
    where: { ...belowSession(session), status: { in: ["queued", "running", "paused"] } },
    data: { status: "failed", worker: null, pausedAt: null, completedAt: new Date() },
  });
}
