import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { lockCapture } from "@/lib/captures/load";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession } from "@/lib/platform/scope";
import { queueRun } from "@/lib/workflow/write";

const retryable = ["failed", "error", "requires_retry"];

/**
 * Runs one check of a session under review again. If nothing speaks against the session then, and a rule approves it,
 * it is approved and its case is closed; otherwise it stays with its reviewer. A retry that waits already is not queued
 * twice.
 * @throws AppError not_found when the check never ran; bad_request unless its last attempt failed, and for a session
 * that is not under review
 */
export async function retryCheck(
  actor: Actor,
  input: { sessionId: string; policy: string },
): Promise<{ status: string; sessionId: string; policy: string }> {
  authorize(actor, "sessions:update");
  const { sessionId, policy } = input;
  await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    const below = belowSession(capture);
    const last = await tx.check.findFirst({
      where: { ...below, policy },
      orderBy: { attempt: "desc" },
      select: { status: true },
    });
    if (!last) throw new AppError("not_found", "This check has not run in this session.");
    if (!retryable.includes(last.status))
      throw new AppError("bad_request", `This check is ${last.status}. Only a failed one is run again.`);
    if (capture.state !== "under_review" && capture.state !== "sandbox_pending")
      throw new AppError("bad_request", `This session is ${capture.state}. Its checks are not run again.`);
    const waiting = {
      ...below,
      cause: "retry" as const,
      policy,
      status: { in: ["queued" as const, "running" as const] },
    };
    if ((await tx.workflowRun.count({ where: waiting })) > 0) return;
    const runId = await queueRun(tx, capture, { cause: "retry", policy });
    await recordEvent(tx, actor, {
      type: "session.reprocessed",
      metadata: { runId, policy },
      resource: { type: "session", id: sessionId },
    });
  });
  return { status: "processing", sessionId, policy };
}
