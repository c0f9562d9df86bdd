import type { BundleVerification, Json } from "./bundle";
import type { CardData } from "./card-data";
import type { Plan } from "./plan";
import type { Random } from "./random";
import { readCard } from "./readings";
import { after, type Timeline } from "./timeline";

const POLICIES = [
  "document_ocr",
  "document_expiration",
  "id_document_filter",
  "face_match",
  "liveness",
  "age_check",
  "watchlist_screening",
  "identity_crossref",
  "duplicate_detection",
  "check_against_list",
  "risk_assessment",
] as const;

const PASSED: Readonly<Record<string, readonly [number, number]>> = {
  document_ocr: [90, 99],
  face_match: [62, 97],
  liveness: [80, 99],
};
const FAILED: Readonly<Record<string, readonly [number, number]>> = {
  document_ocr: [12, 55],
  face_match: [8, 34],
  liveness: [5, 30],
};
const THRESHOLDS: Readonly<Record<string, number>> = { document_ocr: 0.7, face_match: 0.5, liveness: 0.5 };

const FAILURES: Readonly<Record<string, string>> = {
  document_ocr: "The machine readable zone could not be read.",
  document_expiration: "The document expired before it was presented.",
  id_document_filter: "The document type is not in the accepted list.",
  face_match: "Selfie and portrait differ.",
  liveness: "No live person was found in the selfie.",
  age_check: "The applicant is younger than 18.",
  watchlist_screening: "There is a possible match to resolve.",
  identity_crossref: "A field on the form differs from the document.",
  duplicate_detection: "The document number was used in other sessions.",
  check_against_list: "The device is on a blocklist.",
  risk_assessment: "The composite risk is above the limit.",
};

type Status = BundleVerification["status"];

function statusOf(policy: (typeof POLICIES)[number], plan: Plan): Status {
  const position = POLICIES.indexOf(policy);
  switch (plan.status) {
    case "processing":
    case "sandbox_pending":
      return position < 3 ? "passed" : "pending";
    case "awaiting_external":
      return position < 9 ? "passed" : "pending";
    case "failed":
      return position === 0 ? "error" : "skipped";
    default:
      break;
  }
  if (policy === plan.concern) {
    return plan.outcome === "needs_review" && policy === "face_match" ? "requires_retry" : "failed";
  }
  return policy === "liveness" && plan.key.endsWith("7") ? "skipped" : "passed";
}

function detailsOf(policy: string, status: Status, card: CardData): Record<string, Json> {
  if (status === "failed" || status === "requires_retry") {
    return { message: FAILURES[policy] ?? "The check did not pass." };
  }
  if (status === "error") {
    return { message: "The reader gave no answer within 30 seconds." };
  }
  if (policy === "document_ocr" && status === "passed") {
    return readCard(card);
  }
  return policy === "document_expiration" && status === "passed" ? { expires_on: card.expires } : {};
}

function scoreOf(policy: string, status: Status, random: Random): number | null {
  if (status === "passed") {
    const range = PASSED[policy];
    return range ? random.int(range[0], range[1]) / 100 : null;
  }
  if (status === "requires_retry") {
    return random.int(40, 49) / 100;
  }
  const range = status === "failed" ? FAILED[policy] : undefined;
  return range ? random.int(range[0], range[1]) / 100 : null;
}

function entry(
  policy: string,
  attempt: number,
  status: Status,
  card: CardData,
  started: Date,
  random: Random,
): BundleVerification {
  const open = status === "pending";
  return {
    policy,
    attempt,
    status,
    score: scoreOf(policy, status, random),
    threshold: THRESHOLDS[policy] ?? null,
    details: detailsOf(policy, status, card),
    created_at: started.toISOString(),
    completed_at: open ? null : after(started, random.int(300, 4_000)).toISOString(),
  };
}

/** The checks of a session, with the failed attempts that came before the last one. */
export function createVerifications(
  plan: Plan,
  card: CardData,
  times: Timeline,
  random: Random,
): BundleVerification[] {
  if (!times.captured || plan.status === "expired") {
    return [];
  }
  const started = times.captured;
  const retried = random.pick(["document_ocr", "face_match"] as const);
  return POLICIES.flatMap((policy, index) => {
    const at = after(started, index * 400);
    const attempts = policy === retried && plan.status !== "failed" ? Math.max(1, plan.attempts) : 1;
    const earlier = Array.from({ length: attempts - 1 }, (_, before) =>
      entry(policy, before + 1, "failed", card, after(at, (before + 1 - attempts) * 9_000), random),
    );
    return [...earlier, entry(policy, attempts, statusOf(policy, plan), card, at, random)];
  });
}
