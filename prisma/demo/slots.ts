import type { CaseStatus, Environment, RejectionReasonCode, SessionStatus } from "./bundle";
import { concernOf, DAY, HOUR, MINUTE, type Slot } from "./plan";
import type { Random } from "./random";

const REASONS = Object.keys(concernOf) as RejectionReasonCode[];
const REVIEW_STATUSES = [
  "open",
  "in_review",
  "escalated",
  "pending_second_review",
  "open",
  "open",
  "in_review",
] as const satisfies CaseStatus[];

/** In turns, so that the first case that waits has hits to resolve, however small the demo. */
const DOUBTS = [
  "watchlist_screening",
  "duplicate_detection",
  "risk_assessment",
  "identity_crossref",
  "face_match",
] as const;

/** Reasons that only a person gives, after a review. */
const MANUAL: ReadonlySet<RejectionReasonCode> = new Set([
  "watchlist_match",
  "fraud_suspected",
  "duplicate_identity",
  "data_mismatch",
  "document_tampered",
  "other",
]);

const HOUR_WEIGHTS = [
  1, 1, 1, 1, 1, 2, 4, 7, 11, 14, 15, 14, 12, 13, 14, 13, 12, 11, 10, 9, 8, 6, 4, 2,
] as const;
const HOURS = HOUR_WEIGHTS.map((weight, hour) => [hour, weight] as const);

/** A moment in the last 60 days: more by day, fewer at weekends, somewhat more of late. */
function ordinaryMoment(random: Random, now: Date): Date {
  const latest = now.getTime() - 3 * HOUR;
  for (;;) {
    const midnight = Math.floor((now.getTime() - 60 * DAY * random.next() ** 1.15) / DAY) * DAY;
    const time = midnight + random.weighted(HOURS) * HOUR + random.int(0, 3_599) * 1000;
    const weekday = new Date(time).getUTCDay();
    const weekend = weekday === 0 || weekday === 6;
    if (time < latest && time > now.getTime() - 60 * DAY && (!weekend || random.chance(0.4))) {
      return new Date(time);
    }
  }
}

/** How long ago an unfinished session may have begun, in minutes. */
const RECENT: Partial<Record<SessionStatus, readonly [number, number]>> = {
  pending: [1, 18],
  capturing: [3, 19],
  processing: [4, 9],
  awaiting_external: [30, 1_500],
  sandbox_pending: [10, 900],
  under_review: [12, 3_600],
};

function moment(status: SessionStatus, random: Random, now: Date): Date {
  const range = RECENT[status];
  if (!range) {
    return ordinaryMoment(random, now);
  }
  return new Date(now.getTime() - random.int(range[0] * 60, range[1] * 60) * 1000);
}

const SHARES: Readonly<Record<Environment, readonly (readonly [SessionStatus, number])[]>> = {
  live: [
    ["pending", 0.025],
    ["capturing", 0.015],
    ["processing", 0.015],
    ["awaiting_external", 0.017],
    ["under_review", 0.1],
    ["expired", 0.08],
    ["failed", 0.02],
  ],
  sandbox: [
    ["pending", 0.03],
    ["capturing", 0.02],
    ["processing", 0.01],
    ["sandbox_pending", 0.04],
    ["under_review", 0.09],
    ["expired", 0.07],
    ["failed", 0.03],
  ],
};

function completed(index: number, rejected: number, random: Random): Omit<Slot, "environment" | "createdAt"> {
  const base = { status: "completed" as const, doubt: null };
  if (index >= rejected) {
    const reviewed = random.chance(0.17);
    return { ...base, outcome: "approved", reason: null, caseStatus: reviewed ? "approved" : null };
  }
  const reason = REASONS[index] ?? random.pick(REASONS);
  const reviewed = MANUAL.has(reason) || random.chance(0.15);
  return { ...base, outcome: "rejected", reason, caseStatus: reviewed ? "rejected" : null };
}

function unfinished(status: SessionStatus, index: number): Omit<Slot, "environment" | "createdAt"> {
  if (status !== "under_review") {
    return { status, outcome: null, reason: null, caseStatus: null, doubt: null };
  }
  const caseStatus = REVIEW_STATUSES[index % REVIEW_STATUSES.length] ?? "open";
  const doubt = DOUBTS[index % DOUBTS.length] ?? "risk_assessment";
  return { status, outcome: "needs_review", reason: null, caseStatus, doubt };
}

/** A claim lasts half an hour, so a case in review was taken up within the last one; others wait longer. */
function reviewMoment(slot: Omit<Slot, "environment" | "createdAt">, at: Date, now: Date): Date {
  const least = slot.caseStatus === "open" ? 0 : 90 * MINUTE;
  return new Date(Math.min(at.getTime(), now.getTime() - least));
}

/** Compose the sessions of one environment, in order of creation. */
export function composeSlots(environment: Environment, count: number, random: Random, now: Date): Slot[] {
  const open = SHARES[environment].flatMap(([status, share]) =>
    Array.from({ length: Math.max(1, Math.round(count * share)) }, (_, index) => unfinished(status, index)),
  );
  const rest = Math.max(0, count - open.length);
  const rejected = Math.min(rest, Math.max(REASONS.length, Math.round(rest * 0.19)));
  const done = Array.from({ length: rest }, (_, index) => completed(index, rejected, random));
  const slots = [...open.slice(0, count), ...done].map((slot) => {
    const at = moment(slot.status, random, now);
    return {
      environment,
      createdAt: slot.status === "under_review" ? reviewMoment(slot, at, now) : at,
      ...slot,
    };
  });
  return slots.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
