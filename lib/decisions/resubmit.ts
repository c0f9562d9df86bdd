import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { showCase } from "@/lib/cases/dto";
import { allowed, assertVersion, openCase, sessionRedacted } from "@/lib/cases/load";
import { type CaseAction, moveCase } from "@/lib/cases/policy";
import type { CaseDto } from "@/lib/cases/schema";
import { type LockedCase, lockToDecide, stateBefore } from "@/lib/decisions/load";
import { snapshotDesk } from "@/lib/decisions/read";
import type { ResubmitInput, SnapshotDesk } from "@/lib/decisions/schema";
import { decisionHold } from "@/lib/decisions/undo";
import { recordEvent } from "@/lib/events/record";
import { daysAfter } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { actingReviewer, type WorkingMember } from "@/lib/members/load";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/id";
import { keyOf } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueWebhooks } from "@/lib/webhooks/write";

/** An applicant has this long to send other pictures; then the case returns to the queue. */
export const resubmitDays = 7;

type Input = ResubmitInput & { caseId: string };

/** The statuses of a session that can go back to the applicant. */
const askable = ["under_review", "awaiting_external", "expired"];

/** @throws AppError validation_error (422) when the session's status does not allow it */
function refuseStatus(status: string): void {
  if (askable.includes(status)) return;
  const why =
    status === "completed" || status === "failed"
      ? "This session has ended. No other picture can be asked for."
      : "The applicant has not finished this session. Wait for its pictures.";
  throw new AppError("validation_error", why);
}

type Asking = {
  input: Input;
  reviewer: WorkingMember;
  cipher: RecordCipher;
  desk: SnapshotDesk;
  settingsVersion: number;
  action: Extract<CaseAction, { kind: "resubmit" }>;
};

/**
 * Asks the applicant for other pictures. The session goes back to `pending` with its documents and progress, and the
 * case leaves the queue until a picture arrives or the time is over (docs/decisions/0070). One person is enough, and
 * the reviewer can undo it like a decision.
 * @throws AppError validation_error when the session has ended or is still with the applicant; conflict as a decision
 */
export async function resubmitCase(actor: Actor, input: Input): Promise<CaseDto> {
  authorize(actor, "cases:decide");
  const acting = actingReviewer(actor, input.reviewerId);
  acting.catch(() => undefined);
  const looked = await openCase(actor, input.caseId, "work");
  const reviewer = await acting;
  const { cipher, settings } = looked.session;
  const now = new Date();
  const action = {
    kind: "resubmit",
    until: daysAfter(now, resubmitDays),
    caller: actor.id,
    mustHold: actor.kind === "person",
  } as const;
  allowed(moveCase(looked, action, reviewer, now));
  refuseStatus(looked.session.status);
  if (cipher.isDestroyed) throw sessionRedacted();
  const { desk, names } = await snapshotDesk(actor, looked);
  const asking = { input, reviewer, cipher, desk, settingsVersion: settings.review.version, action };
  const asked = await db.$transaction((tx) => ask(tx, actor, asking), { timeout: 20_000 });
  announceCases(actor, [asked.id]);
  return showCase(actor, asked, { names, settings });
}

/** Asks under the lock of the case: writes every change, the snapshot, the event and the webhook. */
async function ask(tx: Transaction, actor: Actor, asking: Asking) {
  const { input, reviewer, action } = asking;
  const { until } = action;
  const found = await lockToDecide(tx, actor, input.caseId);
  assertVersion(found, input.version);
  const now = new Date();
  const changes = allowed(moveCase(found, action, reviewer, now));
  refuseStatus(found.session.status);
  const snapshotId = await keepSnapshot(tx, actor, found, { ...asking, now });
  const row = await tx.reviewCase.update({
    where: { scoped: { ...inScope(actor), pk: found.pk } },
    data: {
      ...changes,
      snoozeEvent: "document_added",
      resubmitAskedAt: now,
      resubmissions: { increment: 1 },
      version: { increment: 1 },
    },
  });
  // The time of the source's last change stays, so that its next bundle is no conflict.
  await tx.session.update({
    where: keyOf(found.session),
    data: { status: "pending", terminalAt: null, tokenExpiresAt: until },
    select: { pk: true },
  });
  const { documents, reason } = input;
  const hold = { until: decisionHold(now), caseId: found.id, asked: { documents, reason } };
  const subject = { ...found.session, status: "pending" };
  await queueWebhooks(tx, actor, ["session.resubmission-required"], subject, hold);
  await recordEvent(tx, actor, {
    type: "case.resubmission-requested",
    metadata: { reviewerId: reviewer.id, documents, reason, until: instant(until), snapshotId },
    resource: { type: "case", id: found.id },
  });
  return { ...row, session: found.session };
}

async function keepSnapshot(
  tx: Transaction,
  actor: Actor,
  found: LockedCase,
  { input, reviewer, cipher, desk, settingsVersion, now }: Asking & { now: Date },
): Promise<string> {
  const id = newId("dec");
  const before = stateBefore(found, cipher);
  const { documents, reason, message } = input;
  await tx.decisionSnapshot.create({
    data: {
      ...inScope(actor),
      casePk: found.pk,
      sessionPk: found.sessionPk,
      id,
      decision: "resubmission",
      isFinal: false,
      decidedBy: reviewer.id,
      decidedAt: now,
      claimedAt: found.claimedAt,
      settingsVersion,
      before: { ...before.columns, blocked: [] },
      sealed: cipher.seal("snapshot", id, {
        desk,
        resubmission: { documents, reason, message },
        before: before.sealed,
      }),
    },
    select: { pk: true },
  });
  return id;
}
