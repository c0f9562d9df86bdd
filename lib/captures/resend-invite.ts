import "server-only";
import { z } from "zod";
import { type Actor, authorize } from "@/lib/actor/actor";
import { lockCapture } from "@/lib/captures/load";
import { inviteOf, mostResends } from "@/lib/captures/policy";
import type { InvitedDto } from "@/lib/captures/schema";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { queueMail } from "@/lib/mail/queue";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isMailOn } from "@/lib/platform/mail";
import { keyOf } from "@/lib/platform/scope";

/** What is kept of an invitation with its session, under the contract's names; the address is `fields.email`. */
const invitation = z.object({
  send_email: z.literal(true),
  applicant_name: z.string().optional(),
  invites_sent: z.int(),
});

/** @throws AppError validation_error while the operator has set no mail server */
export function requireMail(): void {
  if (isMailOn()) return;
  const message = "is not possible: no mail server is set (SMTP_URL and MAIL_FROM)";
  throw new AppError("validation_error", `send_email ${message}`, {
    fields: [{ field: "send_email", message }],
  });
}

/** Queues the mail with the capture link, and records that it is sent. */
export async function sendInvite(
  tx: Transaction,
  actor: Actor,
  invite: { sessionId: string; email: string; name: string; url: string; until: Date; count: number },
): Promise<void> {
  const { sessionId, email, name, url, until, count } = invite;
  const { language } = await tx.organization.findUniqueOrThrow({
    where: { pk: actor.scope.organizationPk },
    select: { language: true },
  });
  await queueMail(tx, actor.scope, {
    kind: "capture_invite",
    facts: { url, until: instant(until) },
    to: { address: email, name, language },
    aboutId: inviteOf(actor.scope.environment, sessionId),
    expiresAt: until,
  });
  await recordEvent(tx, actor, {
    type: "session.invite-sent",
    metadata: { count },
    resource: { type: "session", id: sessionId },
  });
}

/**
 * Sends the applicant the active capture link again, at most five times.
 * @throws AppError not_found; bad_request when the session is redacted; validation_error when it was created without
 * `send_email`, goes on without its applicant, or has been sent often enough
 */
export async function resendInvite(actor: Actor, { sessionId }: { sessionId: string }): Promise<InvitedDto> {
  authorize(actor, "sessions:update");
  const refuse = (message: string) => new AppError("validation_error", message);
  const invitesSent = await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    requireMail();
    const { held, state } = capture;
    const kept = invitation.safeParse(held.extra).data;
    const email = held.fields?.email;
    if (!kept || typeof email !== "string") throw refuse("This session was created without send_email.");
    if (state !== "pending" && state !== "capturing")
      throw refuse(`This session is ${state}. Only one that waits for its applicant can be sent.`);
    if (kept.invites_sent > mostResends)
      throw refuse(`The link has been sent again ${mostResends} times already.`);
    const { tokenExpiresAt: until } = await tx.session.findUniqueOrThrow({
      where: keyOf(capture),
      select: { tokenExpiresAt: true },
    });
    if (!held.captureUrl || !until) throw refuse("This session has no capture link.");
    const count = kept.invites_sent + 1;
    const extra = { ...held.extra, invites_sent: count };
    await tx.session.update({
      where: keyOf(capture),
      data: { sealed: capture.cipher.seal("session", sessionId, { ...held, extra }), updatedAt: new Date() },
      select: { pk: true },
    });
    const name = kept.applicant_name ?? "";
    await sendInvite(tx, actor, { sessionId, email, name, url: held.captureUrl, until, count });
    return count;
  });
  return { id: sessionId, invitesSent };
}
