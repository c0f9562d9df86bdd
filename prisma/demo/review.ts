import type { BundleCase, BundleDelivery, BundleNote } from "./bundle";
import { createId } from "./ids";
import { demoReviewers, MINUTE, type Plan, reasonProse } from "./plan";
import type { Random } from "./random";
import { after, olderThan, type Timeline } from "./timeline";

const DOUBTS: Readonly<Record<string, string>> = {
  duplicate_detection: "Document number also appears in another session; comparing the portraits.",
  risk_assessment: "Signals look worse than the documents. Checked address and device by hand.",
  identity_crossref: "Form and document differ in one field. Looks like a slip of the keyboard.",
  face_match: "Score is just under the limit. Lighting on the selfie is poor.",
  watchlist_screening: "Possible list match. Comparing birth date and country.",
};
const APPROVALS = [
  "Portrait, form and machine readable zone agree. Approved.",
  "Difference explained by transliteration. Approved.",
  "List match is another person. Approved.",
] as const;

/** The review case of a session, if a person was asked. */
export function createCase(
  plan: Plan,
  sessionId: string,
  times: Timeline,
  random: Random,
): BundleCase | null {
  if (!plan.caseStatus || !times.finished) {
    return null;
  }
  const { caseStatus } = plan;
  const assigned = times.claimed !== null && caseStatus !== "escalated";
  return {
    id: createId("rvc", times.finished, random),
    session_id: sessionId,
    status: caseStatus,
    created_at: times.finished.toISOString(),
    decision: caseStatus === "approved" || caseStatus === "rejected" ? caseStatus : null,
    assigned_to: assigned ? random.pick(demoReviewers).id : null,
    claimed_at: assigned ? (times.claimed?.toISOString() ?? null) : null,
    entered_review_at: times.finished.toISOString(),
    decided_at: times.decided?.toISOString() ?? null,
  };
}

function noteTexts(plan: Plan, random: Random): string[] {
  const doubt = DOUBTS[plan.concern ?? ""] ?? "Looked through the documents and the signals.";
  switch (plan.caseStatus) {
    case "in_review":
      return random.chance(0.5) ? [doubt] : [];
    case "escalated":
      return [doubt, "Escalated: please decide whether this is the same person."];
    case "pending_second_review":
      return [doubt, random.pick(["Recommend to approve.", "Recommend to reject."])];
    case "approved":
      return random.chance(0.5) ? [doubt, random.pick(APPROVALS)] : [random.pick(APPROVALS)];
    case "rejected":
      return [doubt, plan.reason ? reasonProse[plan.reason] : "Rejected."];
    default:
      return [];
  }
}

/** The notes on a case, oldest first. */
export function createNotes(
  plan: Plan,
  review: BundleCase | null,
  times: Timeline,
  random: Random,
): BundleNote[] {
  if (!review || !times.claimed) {
    return [];
  }
  const texts = noteTexts(plan, random);
  const author = review.assigned_to ?? random.pick(demoReviewers).id;
  const span = (times.decided?.getTime() ?? times.claimed.getTime() + 2 * MINUTE) - times.claimed.getTime();
  const start = times.claimed;
  return texts.map((content, index) => {
    const at = after(start, (span * (index + 1)) / (texts.length + 1));
    return { note_id: createId("note", at, random), author, content, created_at: at.toISOString() };
  });
}

function events(plan: Plan, times: Timeline): [string, Date][] {
  const list: [string, Date][] = [["session.created", plan.createdAt]];
  if (plan.status === "expired") {
    list.push(["session.expired", times.updated]);
  }
  if (plan.status === "awaiting_external") {
    list.push(["session.awaiting_external", times.updated]);
  }
  if (times.finished && plan.caseStatus) {
    list.push(["session.requires-review", times.finished], ["case.created", times.finished]);
  }
  if (plan.caseStatus === "escalated") {
    list.push(["case.escalated", times.updated]);
  }
  if (plan.status === "completed") {
    const done = times.decided ?? times.finished ?? times.updated;
    list.push([plan.outcome === "approved" ? "session.approved" : "session.declined", done]);
    if (plan.caseStatus) {
      list.push([`case.${plan.caseStatus}`, done]);
    }
  }
  return list;
}

const FAILURES = [
  [500, "The endpoint answered 500 Internal Server Error."],
  [503, "The endpoint answered 503 Service Unavailable."],
  [410, "The endpoint answered 410 Gone."],
  [null, "The endpoint gave no answer within 30 seconds."],
] as const;

function outcome(
  at: Date,
  random: Random,
  now: Date,
): Pick<BundleDelivery, "status" | "attempts" | "http_status" | "last_error"> {
  const trouble = random.chance(0.05);
  const [status, message] = random.pick(FAILURES);
  if (!olderThan(at, now, 3)) {
    const fresh = random.chance(0.35);
    if (fresh || trouble) {
      return trouble
        ? { status: "pending", attempts: random.int(1, 3), http_status: status, last_error: message }
        : { status: "pending", attempts: 0, http_status: null, last_error: null };
    }
  } else if (trouble) {
    return { status: "failed", attempts: 6, http_status: status, last_error: message };
  }
  const attempts = random.pick([1, 1, 1, 1, 1, 1, 1, 2, 3]);
  return {
    status: "delivered",
    attempts,
    http_status: random.pick([200, 200, 200, 202, 204]),
    last_error: null,
  };
}

/** What was sent to the customer's endpoint about a session. */
export function createDeliveries(plan: Plan, times: Timeline, random: Random, now: Date): BundleDelivery[] {
  const url =
    plan.environment === "live"
      ? "https://hooks.example.com/countersign"
      : "https://hooks.example.org/sandbox-events";
  return events(plan, times).map(([event, happened]) => {
    const at = after(happened, random.int(200, 1_500));
    return {
      id: createId("whd", at, random),
      event,
      url,
      max_attempts: 6,
      created_at: at.toISOString(),
      ...outcome(at, random, now),
    };
  });
}
