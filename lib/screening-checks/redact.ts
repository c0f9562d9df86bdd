import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { recordEvent } from "@/lib/events/record";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { keyOf } from "@/lib/platform/scope";
import { refuseHeld } from "@/lib/records/held";
import { announceCases } from "@/lib/records/live";
import { refuseRetained } from "@/lib/records/retained";
import { refuseUndecided } from "@/lib/records/undecided";
import { lockCheck } from "@/lib/screening/write";
import { currentSettings } from "@/lib/settings/load";

/**
 * Erases whom a check is about and its hits. Its outcome stays: type, status and counts. The session stays as it is;
 * its key too, so a backup can still be opened until the session itself is redacted. Repeating it changes nothing.
 * @throws AppError not_found; conflict while a legal hold covers the session, its case is open, or a law retains it and
 * no reason is given
 */
export async function redactCheck(actor: Actor, { checkId, reason }: { checkId: string; reason?: string }) {
  authorize(actor, "screening:redact");
  const settings = await currentSettings(actor);
  const done = await db.$transaction(async (tx) => {
    const check = await lockCheck(tx, actor, checkId);
    if (check.redactedAt) return { status: "already_redacted" as const, redactedAt: check.redactedAt };
    const { session } = check;
    if (!session) throw new AppError("not_found", "Screening check not found.");
    await refuseHeld(tx, session);
    await refuseUndecided(tx, session);
    if (!reason) await refuseRetained(tx, session, settings);
    const now = new Date();
    await tx.screeningHit.deleteMany({ where: { ...inScope(actor), checkPk: check.pk } });
    await tx.screeningCheck.update({
      where: keyOf(check),
      data: { redactedAt: now, sealed: null, tags: [], monitoringEnabled: false },
      select: { pk: true },
    });
    await recordEvent(tx, actor, {
      type: "screening.check-redacted",
      metadata: { checkId: check.id, ...(reason && { reason }) },
      resource: { type: "session", id: session.id },
    });
    return { status: "redacted" as const, redactedAt: now, caseId: session.reviewCase?.id };
  });
  if (done.caseId) announceCases(actor, [done.caseId]);
  return { id: checkId, status: done.status, redactedAt: instant(done.redactedAt) };
}
