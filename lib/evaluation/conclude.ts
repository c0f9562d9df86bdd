import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type Capture, endLinks, subjectOf } from "@/lib/captures/load";
import type { Bundle } from "@/lib/contract/bundle";
import type { UndecidedCase } from "@/lib/evaluation/own-case";
import type { CaseCloser } from "@/lib/events/cases";
import { settleArrivedCase } from "@/lib/imports/arrival";
import { answerRequest } from "@/lib/imports/resubmitted";
import { childRows } from "@/lib/imports/rows";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { tellUpserted, upsertIdentity } from "@/lib/sessions/identities";
import { riskLevelOf } from "@/lib/signals/policy";
import { blindIndexesOf, indexVersion } from "@/lib/vault/blind-index";
import { findableOfRows } from "@/lib/vault/reindex";
import { queueWebhooks } from "@/lib/webhooks/write";
import { endedBefore } from "@/lib/workflow/load";

/** A bundle with a result: what a source would send of a session that has come to one. */
export type Concluded = Bundle & { result: NonNullable<Bundle["result"]> };

/** What is written beside the bundle. */
export type Conclusion = {
  documentType: string | null;
  /** The session's case, locked. A result that decides over a case with work done is the caller's to prevent. */
  reviewed: UndecidedCase | null;
  /** What gave the result. */
  by: CaseCloser;
  /** The risk of a session whose signals are replaced by the bundle's; left out, its signals stay. */
  riskScore?: number;
  now: Date;
};

/**
 * Gives a locked session its result, as an import does: the result, its checks and signals, what finds its person, its
 * identity, its case when it needs review, and its webhooks. A case that waits for other pictures has them now.
 * @returns the id of the case whose watchers must be told, if any
 */
export async function concludeSession(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  bundle: Concluded,
  conclusion: Conclusion,
): Promise<string | null> {
  const { now, documentType, reviewed } = conclusion;
  const below = belowSession(capture);
  await endLinks(tx, capture, now, { keepsGrant: true });
  const { identity, attempt } = await writeResult(tx, actor, capture, bundle, conclusion);
  const subject = subjectOf(capture, bundle.session.status);
  const resultStatus = bundle.result.status;
  if (resultStatus === "approved") await queueWebhooks(tx, actor, ["session.approved"], subject);
  if (resultStatus === "rejected") await queueWebhooks(tx, actor, ["session.declined"], subject);
  await tellUpserted(tx, actor, identity, capture.pk);
  const tags = await tx.sessionTag.findMany({
    where: below,
    orderBy: { position: "asc" },
    select: { tag: true },
  });
  if (reviewed?.awaitsPictures) await answerRequest(tx, actor, reviewed, { attempt, wakes: true });
  const settled = await settleArrivedCase(tx, actor, {
    sessionPk: capture.pk,
    session: subject,
    needsReview: resultStatus === "needs_review",
    since: now,
    facts: {
      riskScore: conclusion.riskScore ?? capture.riskScore,
      documentType,
      country: capture.country,
      tags: tags.map(({ tag }) => tag),
      signals: (bundle.fraud_signals ?? []).map(({ signal_type }) => signal_type),
    },
    outcome: resultStatus === "needs_review" ? null : resultStatus,
    by: conclusion.by,
    reviewCase: null,
    isDemo: false,
    hasNewDocument: false,
    keepsCase: true,
  });
  return settled ?? (reviewed?.awaitsPictures ? reviewed.id : null);
}

/** Writes the attempts of the checks and, where the risk is given, the signals of a session in place of the old ones. */
export async function writeChecks(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  bundle: Bundle,
  { riskScore }: { riskScore?: number | undefined },
) {
  const below = belowSession(capture);
  const rows = childRows(bundle, capture.cipher, inScope(actor));
  await tx.check.createMany({ data: rows.checks.map((check) => ({ ...check, ...below })) });
  if (riskScore === undefined) return rows;
  await tx.fraudSignal.deleteMany({ where: below });
  await tx.fraudSignal.createMany({ data: rows.signals.map((signal) => ({ ...signal, ...below })) });
  await tx.session.update({
    where: keyOf(capture),
    data: { riskScore, riskLevel: riskLevelOf(riskScore), updatedAt: new Date() },
    select: { pk: true },
  });
  return rows;
}

async function writeResult(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  bundle: Concluded,
  { documentType, riskScore, now }: Conclusion,
) {
  const below = belowSession(capture);
  const { status } = bundle.session;
  const rows = await writeChecks(tx, actor, capture, bundle, { riskScore });
  const isCompleted = status === "completed";
  const resultStatus = bundle.result.status;
  const facts = { externalRef: capture.externalRef, isCompleted, resultStatus, createdAt: capture.createdAt };
  const identity = await upsertIdentity(tx, actor, { ...facts, updatedAt: now });
  const { captureUrl: _, ...held } = capture.held;
  const before = await tx.session.findUniqueOrThrow({
    where: keyOf(capture),
    select: { processingAttempts: true },
  });
  const attempt = (before.processingAttempts ?? 0) + 1;
  await tx.session.update({
    where: keyOf(capture),
    data: {
      status,
      resultStatus,
      documentType,
      processingAttempts: attempt,
      terminalAt: isCompleted ? ((await endedBefore(tx, capture)) ?? now) : null,
      updatedAt: now,
      identityPk: identity?.pk ?? capture.identityPk,
      indexVersion,
      sealed: capture.cipher.seal("session", capture.id, held),
    },
    select: { pk: true },
  });
  await tx.result.deleteMany({ where: below });
  if (rows.result) await tx.result.create({ data: { ...rows.result, ...below }, select: { pk: true } });
  // Of all rows: checks that ran before name the person too.
  const findable = await findableOfRows(tx, capture, capture.cipher);
  const indexes = await blindIndexesOf(actor.scope.organizationId, findable);
  await tx.blindIndex.deleteMany({ where: below });
  await tx.blindIndex.createMany({ data: indexes.map((each) => ({ ...each, ...below })) });
  return { identity, attempt };
}
