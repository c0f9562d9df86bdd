import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { toLinkDto } from "@/lib/captures/dto";
import { lockCapture, subjectOf } from "@/lib/captures/load";
import { takesLinks, tokenMinutes } from "@/lib/captures/policy";
import type { LinkDto, LinkInput } from "@/lib/captures/schema";
import { issueLink } from "@/lib/captures/write";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { queueWebhooks } from "@/lib/webhooks/write";

/**
 * Generates a new capture link. The link before it is revoked, and an expired session is pending again.
 * @throws AppError not_found; bad_request when the session is completed, failed or redacted
 */
export async function generateLink(actor: Actor, input: LinkInput & { sessionId: string }): Promise<LinkDto> {
  authorize(actor, "sessions:update");
  const { link, captureUrl } = await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, input.sessionId);
    if (!takesLinks(capture.state))
      throw new AppError("bad_request", `This session is ${capture.state}. It takes no more links.`);
    const status = capture.state === "expired" ? "pending" : capture.state;
    const issued = await issueLink(tx, capture, input.expiresInMinutes ?? tokenMinutes, status);
    const { id: linkId, expiresAt } = issued.link;
    await recordEvent(tx, actor, {
      type: "session.link-generated",
      metadata: { linkId, expiresAt: instant(expiresAt) },
      resource: { type: "session", id: capture.id },
    });
    await queueWebhooks(tx, actor, ["session.link_generated"], subjectOf(capture, status));
    return issued;
  });
  return toLinkDto(link, input.sessionId, captureUrl);
}
