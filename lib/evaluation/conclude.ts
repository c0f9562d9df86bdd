import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import { type Capture, endLinks, subjectOf } from "@/lib/captures/load";
import type { Bundle } from "@/lib/contract/bundle";
import { settleArrivedCase } from "@/lib/imports/arrival";
import { childRows } from "@/lib/imports/rows";
import type { Transaction } from "@/lib/platform/db";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { tellUpserted, upsertIdentity } from "@/lib/sessions/identities";
import { riskLevelOf } from "@/lib/signals/policy";
import { blindIndexesOf, findableOf, indexVersion } from "@/lib/vault/blind-index";
import { queueWebhooks } from "@/lib/webhooks/write";

/** A bundle with a result: what a source would send of a session that has come to one. */
export type Concluded = Bundle & { result: NonNullable<Bundle["result"]> };

/** What is written beside the bundle. */
export type Conclusion = {
  documentType: string | null;
  processingAttempts: number;
  /** The risk of a session whose signals are replaced by the bundle's; left out, its signals stay. */
  riskScore?: number;
  now: Date;
};

/**
 * Gives a locked session its result, as an import does: the result, its checks and signals, what finds its person, its
 * identity, its case when it needs review, and its webhooks.
 * @returns the id of the case whose watchers must be told, if any
 */
export async function concludeSession(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  bundle: Concluded,
  conclusion: Conclusion,
): Promise<string | null> {
  const { now, documentType } = conclusion;
  const below = belowSession(capture);
  await endLinks(tx, capture, now, { keepsGrant: true });
  const identity = await writeResult(tx, actor, capture, bundle, conclusion);
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
  return settleArrivedCase(tx, actor, {
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
    reviewCase: null,
    isDemo: false,
    hasNewDocument: false,
    keepsCase: true,
  });
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
  { documentType, processingAttempts, riskScore, now }: Conclusion,
) {
  const below = belowSession(capture);
  const { status } = bundle.session;
  const rows = await writeChecks(tx, actor, capture, bundle, { riskScore });
  const isCompleted = status === "completed";
  const resultStatus = bundle.result.status;
  const facts = { externalRef: capture.externalRef, isCompleted, resultStatus, createdAt: capture.createdAt };
  const identity = await upsertIdentity(tx, actor, { ...facts, updatedAt: now });
  const { captureUrl: _, ...held } = capture.held;
  await tx.session.update({
    where: keyOf(capture),
    data: {
      status,
      resultStatus,
      documentType,
      processingAttempts,
      terminalAt: isCompleted ? now : null,
      updatedAt: now,
      identityPk: identity?.pk ?? capture.identityPk,
      indexVersion,
      sealed: capture.cipher.seal("session", capture.id, held),
    },
    select: { pk: true },
  });
  await tx.result.deleteMany({ where: below });
  if (rows.result) await tx.result.create({ data: { ...rows.result, ...below }, select: { pk: true } });
  const { device, consentIp } = capture.held;
  const findable = { ...findableOf(bundle), device, consentIp };
  const indexes = await blindIndexesOf(actor.scope.organizationId, findable);
  await tx.blindIndex.deleteMany({ where: below });
  await tx.blindIndex.createMany({ data: indexes.map((each) => ({ ...each, ...below })) });
  return identity;
}
