import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { lockCapture } from "@/lib/captures/load";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { queueRun } from "@/lib/workflow/write";

/**
 * Evaluates a session again, with the rules that count now. Its result is gone until the new one is there.
 * @throws AppError not_found; bad_request unless it is completed or failed; conflict when a reviewer decided it, because
 * only a review changes that (contract §2.1)
 */
export async function reprocessSession(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ sessionId: string; status: string }> {
  authorize(actor, "sessions:update");
  const { sessionId } = input;
  const status =
    actor.scope.environment === "sandbox" ? ("sandbox_pending" as const) : ("processing" as const);
  await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    if (capture.state !== "completed" && capture.state !== "failed")
      throw new AppError(
        "bad_request",
        `This session is ${capture.state}. Only a completed or failed one is reprocessed.`,
      );
    const below = belowSession(capture);
    if (await tx.reviewCase.findUnique({ where: { ofSession: below }, select: { pk: true } }))
      throw new AppError("conflict", "This session has a review case. Only a review changes its result.");
    const result = await tx.result.findUnique({
      where: { ofSession: below },
      select: { status: true, rejectionReasonCode: true },
    });
    await tx.result.deleteMany({ where: below });
    await tx.session.update({
      where: keyOf(capture),
      data: { status, resultStatus: null, terminalAt: null, updatedAt: new Date() },
      select: { pk: true },
    });
    const runId = await queueRun(tx, capture, { cause: "reprocess", endedBefore: capture.terminalAt });
    await recordEvent(tx, actor, {
      type: "session.reprocessed",
      metadata: {
        runId,
        policy: null,
        ...(result && { replaced: { status: result.status, reasonCode: result.rejectionReasonCode } }),
      },
      resource: { type: "session", id: sessionId },
    });
  });
  return { sessionId, status };
}
