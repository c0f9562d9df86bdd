import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type Capture, lockCapture } from "@/lib/captures/load";
import { recordEvent } from "@/lib/events/record";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { retentionClock } from "@/lib/records/window";
import { currentSettings } from "@/lib/settings/load";
import { queueRun } from "@/lib/workflow/write";

/** Refuses a session of which a window is over, also before retention has run: what is left of it only waits to go. */
async function refusePast(actor: Actor, session: Capture): Promise<void> {
  const { retention } = await currentSettings(actor);
  const { sensitiveDataUntil, dataUntil } = retentionClock(session, retention);
  const now = new Date();
  if ([sensitiveDataUntil, dataUntil].some((until) => until !== null && until <= now))
    throw new AppError("bad_request", "The retention of this session is over. It is not evaluated again.");
}

/**
 * Evaluates a session again, with the rules that count now. Its result is gone until the new one is there.
 * @throws AppError not_found; bad_request unless it is completed or failed, and when a window of its retention is over;
 * conflict when a reviewer decided it, because
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
    await refusePast(actor, capture);
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
      // The day of its end stays, so that retention goes on counting while the session is evaluated.
      data: { status, resultStatus: null, updatedAt: new Date() },
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
