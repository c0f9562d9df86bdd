import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { lockCapture } from "@/lib/captures/load";
import { isResumable, tokenMinutes } from "@/lib/captures/policy";
import { describeCreated } from "@/lib/captures/read";
import type { ResumedDto } from "@/lib/captures/schema";
import { issueLink } from "@/lib/captures/write";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";

/**
 * Gives an expired or abandoned session a fresh token. Its documents stay.
 * @throws AppError not_found; bad_request when the session is redacted, or goes on without its applicant
 */
export async function resumeSession(actor: Actor, input: { sessionId: string }): Promise<ResumedDto> {
  authorize(actor, "sessions:update");
  await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, input.sessionId);
    if (!isResumable(capture.state))
      throw new AppError("bad_request", `This session is ${capture.state}. It cannot be resumed.`);
    const { link } = await issueLink(tx, capture, tokenMinutes, "pending");
    await recordEvent(tx, actor, {
      type: "session.resumed",
      metadata: { linkId: link.id, expiresAt: instant(link.expiresAt) },
      resource: { type: "session", id: capture.id },
    });
  });
  return describeCreated(actor, input.sessionId);
}
