import type { Capture } from "@/lib/captures/load";
import { ageOn } from "@/lib/captures/policy";
import type { Bundle } from "@/lib/contract/bundle";
import type { Evaluation } from "@/lib/evaluation/evaluate";
import { type Evidence, statedDay } from "@/lib/evaluation/evidence";
import { checkedParts, type LastCheck, type LastChecks } from "@/lib/evaluation/last-checks";
import { extractedIn } from "@/lib/evaluation/reading";
import { datesIn } from "@/lib/folding/dates";
import { dayOf } from "@/lib/format/day";
import { instant } from "@/lib/format/instant";
import { riskLevelOf } from "@/lib/signals/policy";

type Parts = Pick<Bundle, "session" | "verifications" | "fraud_signals">;

/**
 * The bundle that a source would send of an evaluated session, without its result.
 * @param before the checks that ran before
 */
export function evaluatedBundle(
  capture: Capture,
  { answers, signals }: Evaluation,
  {
    status,
    before,
    isSandbox,
    now,
  }: {
    status: Bundle["session"]["status"];
    before: LastChecks;
    isSandbox: boolean;
    now: Date;
  },
): Parts {
  return {
    session: {
      id: capture.id,
      status,
      is_sandbox: isSandbox,
      created_at: instant(capture.createdAt),
      updated_at: instant(now),
      external_ref: capture.externalRef,
      fields: capture.held.fields,
    },
    verifications: answers.map((answer) => ({
      policy: answer.policy,
      attempt: (before.get(answer.policy)?.attempt ?? 0) + 1,
      status: answer.status,
      score: answer.score,
      threshold: answer.threshold,
      created_at: instant(answer.startedAt),
      completed_at: instant(answer.completedAt),
      details: { reason: answer.reason, ...answer.details },
    })),
    fraud_signals: signals.map(({ signalType, riskScore, details }) => ({
      signal_type: signalType,
      risk_score: riskScore,
      risk_level: riskLevelOf(riskScore),
      details,
    })),
  };
}

/**
 * The result of an evaluated session. Its extracted data are what a machine readable zone or a barcode in the pictures
 * says; what the applicant stated stays what they stated.
 * @param checks the last attempt of each check, also of those that were not run this time
 */
export function evaluatedResult(
  checks: LastChecks,
  evidence: Evidence,
  {
    status,
    code,
    documentType,
    now,
  }: {
    status: "approved" | "rejected" | "needs_review";
    code: string;
    documentType: string | null;
    now: Date;
  },
): NonNullable<Bundle["result"]> {
  const born = statedDay(evidence, "date_of_birth");
  // Only of the document, or of a typed zone whose check digits are right.
  const isSure = born.source !== "stated" && !born.isContradicted;
  const [day] = isSure ? datesIn(born.value ?? "", "birth", now).filter((date) => date.length === 10) : [];
  const failed = [...checks.values()].find(({ status: said }) => said === "failed");
  return {
    session_id: evidence.session.id,
    status,
    created_at: instant(now),
    ...checkedParts(checks),
    extracted_age: day ? ageOn(day, dayOf(now)) : null,
    extracted_data: { ...(documentType && { document_type: documentType }), ...extractedIn(checks) },
    processing_mode: "auto",
    country_used: evidence.session.country,
    ...(status === "rejected" && {
      rejection_reason_code: code,
      rejection_reason: reasonOf(failed) ?? "A rule of the workflow rejected the session.",
    }),
  };
}

const reasonOf = (check: LastCheck | undefined): string | null =>
  typeof check?.details.reason === "string" ? check.details.reason : null;
