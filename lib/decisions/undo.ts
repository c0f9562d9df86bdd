import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { OwnCase } from "@/lib/cases/load";
import { type Decision, undoSeconds } from "@/lib/cases/policy";
import { removeEntries } from "@/lib/lists/blocklist";
import type { Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf, scopeOf } from "@/lib/platform/scope";
import { openRow, sealRow } from "@/lib/vault/seal";
import { queueWebhook } from "@/lib/webhooks/write";

export type Outcome = {
  found: OwnCase;
  key: Buffer;
  decision: Decision;
  reason?: string;
  reasonCode?: string;
  now: Date;
};

/** The outcome reaches the result, the session, the identity and the webhooks. */
export async function applyOutcome(
  tx: Transaction,
  actor: Actor,
  { found, key, decision, reason, reasonCode, now }: Outcome,
): Promise<void> {
  const { session } = found;
  const result = await tx.result.findUnique({
    where: { ofSession: belowSession(session) },
  });
  const held = result ? openRow(key, "result", session.id, result.sealed) : null;
  const isRejected = decision === "rejected";
  const outcome = {
    status: decision,
    processingMode: "manual",
    rejectionReasonCode: isRejected ? (reasonCode ?? "other") : null,
    sealed: sealRow(key, "result", session.id, {
      ...(held ?? { extractedData: {} }),
      rejectionReason: isRejected ? (reason ?? null) : null,
    }),
  };
  await tx.result.upsert({
    where: { ofSession: belowSession(session) },
    update: outcome,
    create: { ...outcome, ...belowSession(session), createdAt: now },
    select: { pk: true },
  });
  await tx.session.update({
    where: keyOf(session),
    data: { status: "completed", terminalAt: now, resultStatus: decision, updatedAt: now },
    select: { pk: true },
  });
  if (session.identityPk) {
    const seen = isRejected
      ? { status: "rejected" as const }
      : { status: "verified" as const, lastVerifiedAt: now };
    await tx.identity.updateMany({
      where: {
        ...scopeOf(session),
        pk: session.identityPk,
        status: { in: ["pending", "verified", "rejected"] },
      },
      data: { ...seen, updatedAt: now },
    });
  }
  const until = new Date(now.getTime() + undoSeconds * 1000);
  const subject = { ...session, status: "completed" };
  const hold = { until, caseId: found.id };
  await queueWebhook(tx, actor, isRejected ? "session.declined" : "session.approved", subject, hold);
  await queueWebhook(tx, actor, isRejected ? "case.rejected" : "case.approved", subject, hold);
}

/** What an undo puts back: columns in the open, words sealed. */
export async function stateBefore(tx: Transaction, found: OwnCase, key: Buffer) {
  const { session } = found;
  const result = await tx.result.findUnique({
    where: { ofSession: belowSession(session) },
  });
  const identity = session.identityPk
    ? await tx.identity.findUnique({ where: keyOf({ ...scopeOf(session), pk: session.identityPk }) })
    : null;
  const terminal = await tx.session.findUniqueOrThrow({
    where: keyOf(session),
    select: { terminalAt: true },
  });
  const { status, decision, firstDecision, firstReviewer, firstCaller } = found;
  const { secondReviewer, isDisputed, escalatedTo } = found;
  return {
    columns: {
      reviewCase: {
        ...{ status, decision, firstDecision, firstReviewer, firstCaller },
        ...{ secondReviewer, isDisputed, escalatedTo },
      },
      session: {
        status: session.status,
        resultStatus: session.resultStatus,
        terminalAt: terminal.terminalAt?.toISOString() ?? null,
      },
      result: result && {
        status: result.status,
        processingMode: result.processingMode,
        rejectionReasonCode: result.rejectionReasonCode,
      },
      identity: identity && {
        status: identity.status,
        lastVerifiedAt: identity.lastVerifiedAt?.toISOString() ?? null,
      },
    },
    sealed: {
      rejectionReason: result
        ? openRow(key, "result", session.id, result.sealed)?.rejectionReason
        : undefined,
    },
  };
}

/** What a decision's snapshot keeps for the ten seconds in which it can be undone. */
export type Before = Awaited<ReturnType<typeof stateBefore>>["columns"] & { blocked: string[] };

export const tooLate = () =>
  new AppError("conflict", "Too late to undo. A decision can be undone for ten seconds.");

const decisionEvents = ["session.approved", "session.declined", "case.approved", "case.rejected"];

/** Takes back what was to leave, and what was blocked. @throws AppError conflict when it has left */
export async function withdraw(
  tx: Transaction,
  actor: Actor,
  found: OwnCase,
  decidedAt: Date,
  before: Before,
): Promise<void> {
  const ofDecision = {
    ...inScope(actor),
    sessionPk: found.sessionPk,
    event: { in: decisionEvents },
    createdAt: { gte: decidedAt },
  };
  const left = await tx.webhookDelivery.count({
    where: { ...ofDecision, OR: [{ status: { not: "pending" } }, { attempts: { gt: 0 } }] },
  });
  if (left > 0) throw tooLate();
  await tx.webhookDelivery.deleteMany({ where: ofDecision });
  await removeEntries(tx, actor, before.blocked);
}

/** Session, identity and result as they were before the decision. */
export async function putBack(
  tx: Transaction,
  found: OwnCase,
  key: Buffer,
  before: Before,
  words: unknown,
): Promise<void> {
  const { session } = found;
  const now = new Date();
  const dateOrNull = (text: string | null) => (text ? new Date(text) : null);
  await tx.session.update({
    where: keyOf(session),
    data: { ...before.session, terminalAt: dateOrNull(before.session.terminalAt), updatedAt: now },
    select: { pk: true },
  });
  if (session.identityPk && before.identity)
    await tx.identity.updateMany({
      where: { ...scopeOf(session), pk: session.identityPk, redactedAt: null },
      data: { status: before.identity.status, lastVerifiedAt: dateOrNull(before.identity.lastVerifiedAt) },
    });
  const result = await tx.result.findUniqueOrThrow({
    where: { ofSession: belowSession(session) },
  });
  if (!before.result) {
    await tx.result.delete({ where: keyOf(result), select: { pk: true } });
    return;
  }
  const held = openRow(key, "result", session.id, result.sealed) ?? { extractedData: {} };
  const { rejectionReason } = (words ?? {}) as { rejectionReason?: string | null };
  await tx.result.update({
    where: keyOf(result),
    data: { ...before.result, sealed: sealRow(key, "result", session.id, { ...held, rejectionReason }) },
    select: { pk: true },
  });
}
