import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { endCapture } from "@/lib/captures/expire";
import { type Capture, lockCapture } from "@/lib/captures/load";
import { ageOn, isSimulatable } from "@/lib/captures/policy";
import type { SimulateAction, SimulatedDto } from "@/lib/captures/schema";
import type { Bundle } from "@/lib/contract/bundle";
import { concludeSession } from "@/lib/evaluation/conclude";
import { lockOwnCase, type UndecidedCase } from "@/lib/evaluation/own-case";
import { recordEvent } from "@/lib/events/record";
import { dayOf } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { db, type Transaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { belowSession } from "@/lib/platform/scope";
import { announceCases } from "@/lib/records/live";
import { requireSession } from "@/lib/records/open";

type Outcome = Exclude<SimulateAction, "expire">;

/**
 * Gives a sandbox session an outcome without a capture: a real result of the contract's sample person, a real case
 * when it needs review, and real webhooks.
 * @throws AppError not_found; forbidden in live; bad_request when the session has an outcome, is redacted, or has a case
 * that a reviewer decides: then only its next review can be simulated
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
    const reviewed = await lockOwnCase(tx, actor, capture);
    if (reviewed && action !== "require-review" && (action === "expire" || !reviewed.isUntouched))
      throw new AppError(
        "bad_request",
        "The case of this session is open. Decide it instead, or simulate require-review.",
      );
    await recordEvent(tx, actor, {
      type: "session.simulated",
      metadata: { action },
      resource: { type: "session", id: sessionId },
    });
    if (action !== "expire") return conclude(tx, actor, capture, { action, reviewed });
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

async function conclude(
  tx: Transaction,
  actor: Actor,
  capture: Capture,
  { action, reviewed }: { action: Outcome; reviewed: UndecidedCase | null },
) {
  const now = new Date();
  const { _max } = await tx.check.aggregate({ where: belowSession(capture), _max: { attempt: true } });
  const bundle = simulated(actor, capture, action, now, (_max.attempt ?? 0) + 1);
  const caseId = await concludeSession(tx, actor, capture, bundle, {
    documentType: person.document_type,
    reviewed,
    by: "simulation",
    now,
  });
  return { status: bundle.session.status, caseId };
}
