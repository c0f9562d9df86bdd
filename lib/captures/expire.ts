import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { type Capture, endLinks, lockCapture, subjectOf } from "@/lib/captures/load";
import { isExpirable } from "@/lib/captures/policy";
import type { ExpiredDto } from "@/lib/captures/schema";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { undecidedAmong } from "@/lib/records/undecided";
import { queueWebhooks } from "@/lib/webhooks/write";
import { endedBefore } from "@/lib/workflow/load";
import { endRuns } from "@/lib/workflow/write";

/**
 * Ends an active session without a result.
 * @throws AppError not_found; bad_request when it has ended, waits for a reviewer, has an open case, or is redacted
 */
export async function expireSession(actor: Actor, input: { sessionId: string }): Promise<ExpiredDto> {
  authorize(actor, "sessions:update");
  const at = new Date();
  await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, input.sessionId, { isEnding: true });
    if (capture.state === "under_review")
      throw new AppError("bad_request", "This session waits for a reviewer. Decide its case instead.");
    if (!isExpirable(capture.state))
      throw new AppError("bad_request", `This session is ${capture.state}. It cannot expire.`);
    if ((await undecidedAmong(tx, capture, [capture.pk])).size > 0)
      throw new AppError("bad_request", "The case of this session is open. Decide it instead.");
    await endCapture(tx, actor, capture, { at, by: "request" });
  });
  return { id: input.sessionId, status: "expired", expiredAt: instant(at) };
}

/** Writes down that a locked session has expired, ends its runs, and tells it. */
export async function endCapture(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  { at, by }: { at: Date; by: "request" | "time" },
): Promise<void> {
  await endLinks(tx, capture, new Date());
  await endRuns(tx, capture);
  await tx.session.update({
    where: keyOf(capture),
    data: {
      status: "expired",
      terminalAt: (await endedBefore(tx, capture)) ?? at,
      updatedAt: new Date(),
      sealed: capture.cipher.seal("session", capture.id, { ...capture.held, captureUrl: null }),
    },
    select: { pk: true },
  });
  await recordEvent(tx, actor, {
    type: "session.expired",
    metadata: { by },
    resource: { type: "session", id: capture.id },
  });
  await queueWebhooks(tx, actor, ["session.expired"], subjectOf(capture, "expired"));
}
