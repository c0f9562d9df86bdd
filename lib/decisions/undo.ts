import type { z } from "zod";
import { type Before, beforeDecision, sealedBefore } from "@/lib/decisions/schema";
import { belowSession, keyOf, type Scope, scopeOf, scopeSql } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { showCase } from "@/lib/cases/dto";
import type { OwnCase } from "@/lib/cases/load";
import { type CaseColumns, lockCase, writableCipher } from "@/lib/cases/load";
import { claimMinutes, type Decision, undoSeconds } from "@/lib/cases/policy";
import type { CaseDto } from "@/lib/cases/schema";
import { restoreIdentity, settleIdentity } from "@/lib/decisions/identities";
import type { LockedCase } from "@/lib/decisions/load";
import { recordEvent } from "@/lib/events/record";
import { removeEntries } from "@/lib/lists/blocklist";
import { actingReviewer } from "@/lib/members/load";
import type { Transaction } from "@/lib/platform/db";
import { db } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { unsample } from "@/lib/quality/write";
import { holderOf } from "@/lib/records/holder";
import { announceCases } from "@/lib/records/live";
import type { RecordCipher } from "@/lib/vault/cipher";
import { queueTold, tellSession } from "@/lib/webhooks/write";

const dateOrNull = (text: string | null | undefined) => (text ? new Date(text) : null);

export type Outcome = {
  found: LockedCase;
  cipher: RecordCipher;
  decision: Decision;
  reason?: string;
  reasonCode?: string;
  now: Date;
};

/**
 * Writes the outcome to the result, the session, the identity and the webhooks.
 * @returns the id of an identity that it has created
 */
export async function applyOutcome(
  tx: Transaction,
  actor: Actor,
  { found, cipher, decision, reason, reasonCode, now }: Outcome,
): Promise<string | null> {
  const { session } = found;
  const { result } = session;
  const held = result ? cipher.open("result", session.id, result.sealed) : null;
  const isRejected = decision === "rejected";
  const sealed = cipher.seal("result", session.id, {
    ...(held ?? { extractedData: {} }),
    rejectionReason: isRejected ? (reason ?? null) : null,
  });
  const code = isRejected ? (reasonCode ?? "other") : null;
  await completeSession(tx, session, { decision, code, sealed, now });
  const until = decisionHold(now);
  const events = isRejected
    ? (["session.declined", "case.rejected"] as const)
    : (["session.approved", "case.approved"] as const);
  const status = isRejected ? "rejected" : "verified";
  const { told, madeIdentity } = await settleIdentity(tx, session, { status, now, until });
  await queueTold(tx, actor, [
    ...tellSession(events, { ...session, status: "completed" }, { until, caseId: found.id }),
    ...told,
  ]);
  return madeIdentity;
}

/** Completes a session, ends a run that waits at a gate, and writes the result, in one statement. */
async function completeSession(
  tx: Transaction,
  { pk, organizationPk, environment }: Scope & { pk: bigint },
  { decision, code, sealed, now }: { decision: Decision; code: string | null; sealed: Uint8Array; now: Date },
): Promise<void> {
  await tx.$executeRaw`
    WITH completed AS (
      UPDATE sessions SET status = 'completed', terminal_at = ${now}, updated_at = ${now},
        result_status = ${decision}::"ResultStatus"
      WHERE ${scopeSql({ organizationPk, environment })} AND pk = ${pk} RETURNING pk
    ), ended AS (
      UPDATE workflow_runs SET status = 'completed', completed_at = ${now}
      WHERE ${scopeSql({ organizationPk, environment })} AND session_pk = ${pk} AND status = 'paused'
    )
    INSERT INTO results (organization_pk, environment, session_pk, status, processing_mode, rejection_reason_code,
      sealed, created_at)
    SELECT ${organizationPk}, ${environment}::"Environment", pk, ${decision}::"ResultStatus", 'manual', ${code},
      ${sealed}, ${now}::timestamptz FROM completed
    ON CONFLICT (organization_pk, environment, session_pk) DO UPDATE SET status = excluded.status,
      processing_mode = excluded.processing_mode, rejection_reason_code = excluded.rejection_reason_code,
      sealed = excluded.sealed`;
}

/** The webhooks of a decision wait until it can no longer be undone. */
export const decisionHold = (now: Date) => new Date(now.getTime() + undoSeconds * 1000);

export const tooLate = () =>
  new AppError("conflict", "Too late to undo. A decision can be undone for ten seconds.");

const decisionEvents = [
  ...["session.approved", "session.declined", "case.approved", "case.rejected"],
  ...["session.resubmission-required", "identity.created", "identity.updated"],
];

/**
 * Withdraws the pending webhooks and the blocklist entries of a decision.
 * @throws AppError conflict when a webhook has already been sent
 */
export async function withdraw(
  tx: Transaction,
  actor: Actor,
  found: OwnCase,
  decidedAt: Date,
  before: Before,
  isDispute = false,
): Promise<void> {
  const events = isDispute ? ["case.escalated"] : decisionEvents;
  // Under a lock, because a worker may take a delivery at this very moment.
  const waiting = await tx.$queryRaw<{ pk: bigint; isSent: boolean }[]>`
    SELECT pk, status <> 'pending' OR attempts > 0 AS "isSent" FROM webhook_deliveries
    WHERE ${scopeSql(inScope(actor))} AND session_pk = ${found.sessionPk} AND event = ANY(${events})
      AND created_at >= ${decidedAt} FOR UPDATE`;
  if (waiting.some(({ isSent }) => isSent)) throw tooLate();
  const pks = waiting.map(({ pk }) => pk);
  await tx.webhookDelivery.deleteMany({ where: { ...inScope(actor), pk: { in: pks } } });
  await removeEntries(tx, actor, before.blocked);
}

/** The columns of the session as they were. Snapshots of earlier releases did not store its expiry. */
const sessionBefore = ({ session }: Before) => {
  const { terminalAt, tokenExpiresAt, ...columns } = session;
  return {
    ...columns,
    terminalAt: dateOrNull(terminalAt),
    ...(tokenExpiresAt !== undefined && { tokenExpiresAt: dateOrNull(tokenExpiresAt) }),
  };
};

/** @throws AppError conflict when what was there before the decision cannot be read */
function readBefore<T>(schema: z.ZodType<T>, value: unknown, column: string): T {
  const read = readStoredOrNull(schema, value, `decision_snapshots.${column}`);
  if (read !== null) return read;
  throw new AppError(
    "conflict",
    "What was there before the decision cannot be read, so it cannot be undone.",
  );
}

/** Restores session, identity and result as they were before the decision. */
async function putBack(
  tx: Transaction,
  actor: Actor,
  found: OwnCase,
  cipher: RecordCipher,
  { before, decidedAt, words }: { before: Before; decidedAt: Date; words: unknown },
): Promise<void> {
  const { session } = found;
  await tx.session.update({
    where: keyOf(session),
    data: { ...sessionBefore(before), updatedAt: new Date() },
    select: { pk: true },
  });
  // A run that the decision has ended waits at its gate again: others have no gate once they are completed.
  if (before.session.status === "awaiting_external")
    await tx.workflowRun.updateMany({
      where: { ...belowSession(session), status: "completed", pausedAt: { not: null } },
      data: { status: "paused", completedAt: null },
    });
  await restoreIdentity(tx, actor, session, before, decidedAt);
  const result = await tx.result.findUniqueOrThrow({
    where: { ofSession: belowSession(session) },
  });
  if (!before.result) {
    await tx.result.delete({ where: keyOf(result), select: { pk: true } });
    return;
  }
  const held = cipher.open("result", session.id, result.sealed) ?? { extractedData: {} };
  const { rejectionReason } = readBefore(sealedBefore, words ?? {}, "sealed.before");
  await tx.result.update({
    where: keyOf(result),
    data: { ...before.result, sealed: cipher.seal("result", session.id, { ...held, rejectionReason }) },
    select: { pk: true },
  });
}

/**
 * Undoes a decision within ten seconds: the case is claimed by its reviewer again, and no webhook of the decision is
 * sent.
 * @throws AppError conflict when the time has passed, another member decided, a webhook was sent, or what was there
 * before cannot be read
 */
export async function undoDecision(
  actor: Actor,
  input: { caseId: string; reviewerId?: string },
): Promise<CaseDto> {
  authorize(actor, "cases:decide");
  const reviewer = await actingReviewer(actor, input.reviewerId);
  const undone = await db.$transaction(async (tx) => {
    const found = await lockCase(tx, actor, input.caseId);
    const now = new Date();
    const last = await tx.decisionSnapshot.findFirst({
      where: { ...scopeOf(found), casePk: found.pk, undoneAt: null },
      orderBy: { pk: "desc" },
    });
    if (!last || last.decidedBy !== reviewer.id) throw tooLate();
    if (now.getTime() - last.decidedAt.getTime() > undoSeconds * 1000) throw tooLate();
    // The next reviewer has begun: the case stays theirs.
    const holder = holderOf(found, now);
    if (holder && holder !== reviewer.id) throw tooLate();
    const before = readBefore(beforeDecision, last.before, "before");
    const isAsked = last.decision === "resubmission";
    // The source has answered or ended the session meanwhile: what it sent must not be undone.
    if (isAsked && found.resubmitAskedAt === null) throw tooLate();
    const isDispute = !last.isFinal && found.isDisputed && !before.reviewCase.isDisputed;
    if (last.isFinal || isAsked || isDispute)
      await withdraw(tx, actor, found, last.decidedAt, before, isDispute);
    if (isAsked)
      await tx.session.update({
        where: keyOf(found.session),
        data: sessionBefore(before),
        select: { pk: true },
      });
    const cipher = await writableCipher(actor, found);
    if (last.isFinal) {
      const words = cipher.open("snapshot", last.id, last.sealed)?.before;
      await putBack(tx, actor, found, cipher, { before, decidedAt: last.decidedAt, words });
    }
    const claimed: CaseColumns = {
      assignedTo: reviewer.id,
      claimedAt: last.claimedAt ?? now,
      claimExpiresAt: new Date(now.getTime() + claimMinutes * 60_000),
      status: before.reviewCase.status === "open" ? "in_review" : before.reviewCase.status,
      resubmitAskedAt: dateOrNull(before.reviewCase.resubmitAskedAt),
      ...(isAsked && { snoozedUntil: null, snoozeEvent: null }),
    };
    const row = await tx.reviewCase.update({
      where: { scoped: { ...inScope(actor), pk: found.pk } },
      data: { ...before.reviewCase, ...claimed, decidedAt: null, decidedBy: null, version: { increment: 1 } },
    });
    await tx.decisionSnapshot.update({
      where: { scoped: { ...inScope(actor), pk: last.pk } },
      data: { undoneAt: now },
      select: { pk: true },
    });
    await unsample(tx, last);
    await recordEvent(tx, actor, {
      type: "case.decision-undone",
      metadata: { reviewerId: reviewer.id, snapshotId: last.id },
      resource: { type: "case", id: found.id },
    });
    return { ...row, session: found.session };
  });
  announceCases(actor, [undone.id]);
  return showCase(actor, undone);
}
