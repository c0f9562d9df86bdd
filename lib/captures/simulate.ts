import "server-only";
import { type Actor, authorize, inScope } from "@/lib/actor/actor";
import { endCapture } from "@/lib/captures/expire";
import { type Capture, endLinks, lockCapture, subjectOf } from "@/lib/captures/load";
import { ageOn, isSimulatable } from "@/lib/captures/policy";
import type { SimulateAction, SimulatedDto } from "@/lib/captures/schema";
import type { Bundle } from "@/lib/contract/bundle";
import { recordEvent } from "@/lib/events/record";
import { dayOf } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { settleArrivedCase } from "@/lib/imports/arrival";
import { childRows } from "@/lib/imports/rows";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession, keyOf } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { requireSession } from "@/lib/records/open";
import { tellUpserted, upsertIdentity } from "@/lib/sessions/identities";
import { blindIndexesOf, findableOf, indexVersion } from "@/lib/vault/blind-index";
import { queueWebhooks } from "@/lib/webhooks/write";

type Outcome = Exclude<SimulateAction, "expire">;

/**
 * Gives a sandbox session an outcome without a capture: a real result of the contract's sample person, a real case
 * when it needs review, and real webhooks.
 * @throws AppError not_found; forbidden in live; bad_request when the session has an outcome, or is redacted
 */
export async function simulateOutcome(
  actor: Actor,
  input: { sessionId: string; action: SimulateAction },
): Promise<SimulatedDto> {
  authorize(actor, "sessions:update");
  const { sessionId, action } = input;
  await requireSession(actor, sessionId, "work");
  if (actor.scope.environment !== "sandbox")
    throw new AppError("forbidden", "Outcomes can only be simulated in the sandbox.");
  const { status, caseId } = await db.$transaction(async (tx) => {
    const capture = await lockCapture(tx, actor, sessionId);
    if (!isSimulatable(capture.state))
      throw new AppError("bad_request", `This session is ${capture.state}. No outcome can be simulated.`);
    await recordEvent(tx, actor, {
      type: "session.simulated",
      metadata: { action },
      resource: { type: "session", id: sessionId },
    });
    if (action !== "expire") return conclude(tx, actor, capture, action);
    await endCapture(tx, actor, capture, { at: new Date(), by: "request" });
    return { status: "expired" as const, caseId: null };
  });
  if (caseId) announceCases(actor, [caseId]);
  return { id: sessionId, action, status, simulated: true };
}

const samples = {
  approve: { status: "approved", score: 0.95, isMatch: true },
  decline: { status: "rejected", score: 0.31, isMatch: false },
  "require-review": { status: "needs_review", score: 0.62, isMatch: false },
} as const;

const person = {
  first_name: "Jane",
  last_name: "Doe",
  date_of_birth: "1997-06-15",
  document_type: "drivers_license",
};

/** The bundle that a source would send of a session with this outcome. */
function simulated(actor: Actor, capture: Capture, action: Outcome, now: Date, attempt: number) {
  const { status: outcome, score, isMatch } = samples[action];
  const [at, country] = [instant(now), capture.country];
  const check = { attempt, created_at: at, completed_at: at, details: { simulated: true } };
  return {
    session: {
      id: capture.id,
      status: outcome === "needs_review" ? ("under_review" as const) : ("completed" as const),
      is_sandbox: actor.scope.environment === "sandbox",
      created_at: instant(capture.createdAt),
      updated_at: at,
      external_ref: capture.externalRef,
      fields: capture.held.fields,
    },
    result: {
      session_id: capture.id,
      status: outcome,
      created_at: at,
      face_match_passed: isMatch,
      face_match_score: score,
      age_check_passed: true,
      extracted_age: ageOn(person.date_of_birth, dayOf(now)),
      extracted_data: person,
      processing_mode: "auto",
      country_used: country,
      ...(outcome === "rejected" && {
        rejection_reason: "Simulated: the face is not the one on the document.",
        rejection_reason_code: "face_mismatch",
      }),
    },
    verifications: [
      { policy: "document_ocr", status: "passed" as const, score: 0.97, threshold: 0.8, ...check },
      {
        policy: "face_match",
        status: isMatch ? ("passed" as const) : ("failed" as const),
        score,
        threshold: 0.8,
        ...check,
      },
    ],
  } satisfies Bundle;
}

async function conclude(tx: Transaction, actor: Actor, capture: Capture, action: Outcome) {
  const now = new Date();
  const below = belowSession(capture);
  const { _max } = await tx.check.aggregate({ where: below, _max: { attempt: true } });
  const bundle = simulated(actor, capture, action, now, (_max.attempt ?? 0) + 1);
  const { status } = bundle.session;
  await endLinks(tx, capture, now);
  const identity = await write(tx, actor, capture, bundle, now);
  const subject = subjectOf(capture, status);
  if (action === "approve") await queueWebhooks(tx, actor, ["session.approved"], subject);
  if (action === "decline") await queueWebhooks(tx, actor, ["session.declined"], subject);
  await tellUpserted(tx, actor, identity, capture.pk);
  const tags = await tx.sessionTag.findMany({
    where: below,
    orderBy: { position: "asc" },
    select: { tag: true },
  });
  const caseId = await settleArrivedCase(tx, actor, {
    sessionPk: capture.pk,
    session: subject,
    needsReview: action === "require-review",
    since: now,
    facts: {
      riskScore: capture.riskScore,
      documentType: person.document_type,
      country: capture.country,
      tags: tags.map(({ tag }) => tag),
      signals: [],
    },
    outcome: action === "approve" ? "approved" : action === "decline" ? "rejected" : null,
    reviewCase: null,
    isDemo: false,
    hasNewDocument: false,
  });
  return { status, caseId };
}

/**
 * Writes the result, its checks and what finds its person.
 * @returns the identity of the session
 */
async function write(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  bundle: ReturnType<typeof simulated>,
  now: Date,
) {
  const below = belowSession(capture);
  const { status } = bundle.session;
  const rows = childRows(bundle, capture.cipher, inScope(actor));
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
      documentType: person.document_type,
      processingAttempts: 1,
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
  await tx.check.createMany({ data: rows.checks.map((check) => ({ ...check, ...below })) });
  const { device, consentIp } = capture.held;
  const findable = { ...findableOf(bundle), device, consentIp };
  const indexes = await blindIndexesOf(actor.scope.organizationId, findable);
  await tx.blindIndex.deleteMany({ where: below });
  await tx.blindIndex.createMany({ data: indexes.map((each) => ({ ...each, ...below })) });
  return identity;
}
