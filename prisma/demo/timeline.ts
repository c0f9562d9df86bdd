import { HOUR, MINUTE, type Plan } from "./plan";
import type { Random } from "./random";

/** When the steps of a session happened; steps that have not happened are null. */
export type Timeline = {
  captured: Date | null;
  finished: Date | null;
  claimed: Date | null;
  decided: Date | null;
  updated: Date;
  tokenExpires: Date | null;
};

/** The moment `millis` after another one. */
export function after(at: Date, millis: number): Date {
  return new Date(at.getTime() + millis);
}

function earlier(at: Date, now: Date): Date {
  return at.getTime() > now.getTime() ? now : at;
}

/** The times of a review: a case in review was claimed within the last half hour, a decided one before now. */
function review(
  plan: Plan,
  finished: Date,
  random: Random,
  now: Date,
): Pick<Timeline, "claimed" | "decided"> {
  if (plan.caseStatus === null || plan.caseStatus === "open") {
    return { claimed: null, decided: null };
  }
  if (plan.caseStatus === "in_review") {
    return { claimed: after(now, -random.int(2, 26) * MINUTE), decided: null };
  }
  const room = now.getTime() - finished.getTime() - 30 * MINUTE;
  const wait = Math.max(5 * MINUTE, Math.min(room, random.int(8, 1_200) * MINUTE));
  const claimed = after(finished, wait);
  const done = plan.caseStatus === "approved" || plan.caseStatus === "rejected";
  return { claimed, decided: done ? after(claimed, random.int(120, 1_500) * 1000) : null };
}

/** Work out the times of a session from its plan. */
export function createTimeline(plan: Plan, random: Random, now: Date): Timeline {
  const { createdAt, status } = plan;
  const seconds = (least: number, most: number): number => random.int(least, most) * 1000;
  const none = { captured: null, finished: null, claimed: null, decided: null };
  if (status === "pending" || status === "capturing") {
    const started = status === "capturing" ? earlier(after(createdAt, seconds(30, 150)), now) : createdAt;
    return { ...none, updated: started, tokenExpires: after(createdAt, 20 * MINUTE) };
  }
  if (status === "expired") {
    const lapse = after(createdAt, 20 * MINUTE);
    const captured = plan.attempts > 0 && random.chance(0.35) ? after(createdAt, seconds(60, 400)) : null;
    return { ...none, captured, updated: lapse, tokenExpires: lapse };
  }
  const captured = after(createdAt, seconds(50, 200));
  const tokenExpires = after(createdAt, 20 * MINUTE);
  if (status === "processing" || status === "awaiting_external" || status === "sandbox_pending") {
    return { ...none, captured, updated: earlier(after(captured, seconds(5, 20)), now), tokenExpires };
  }
  const finished = after(captured, seconds(12, 240));
  const times = review(plan, finished, random, now);
  const updated = times.decided ?? times.claimed ?? finished;
  return { captured, finished, ...times, updated, tokenExpires };
}

/** Whether a moment is more than `hours` before another one. */
export function olderThan(at: Date, now: Date, hours: number): boolean {
  return now.getTime() - at.getTime() > hours * HOUR;
}
