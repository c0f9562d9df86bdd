import { addDays, type Day, dayIn, daysBetween } from "@/lib/format/day";
import { addMonths, addWorkingDays, type IsHoliday, nextWorkingDay } from "@/lib/law/calendar";
import { type Jurisdiction, type JurisdictionId, jurisdictions } from "@/lib/law/jurisdictions";

/** A period in which the clock was paused; without `until` it still is. */
export type Pause = { from: Date; until?: Date };

export type ClockFacts = {
  jurisdiction: JurisdictionId;
  /** The time zone whose days count, an IANA name. */
  timeZone: string;
  receivedAt: Date;
  isExtended: boolean;
  pauses: readonly Pause[];
};

export type Clock = {
  receivedOn: Day;
  /** The last day to answer; while the clock is paused, the last day if it resumed today. */
  dueOn: Day;
  /** The last day to announce an extension, which is the last day without an extension. */
  extendBy: Day;
  /** The last day to confirm receipt, where the law requires it. */
  confirmBy: Day | null;
  isPaused: boolean;
  pausedDays: number;
  /** Days from today to the last day: 0 on the last day, negative after it. */
  daysLeft: number;
};

const add = (day: Day, term: { months: number } | { days: number }) =>
  "months" in term ? addMonths(day, term.months) : addDays(day, term.days);

/**
 * Counts the days on which the clock was paused. The day of the pause counts and the day of resuming does not, so no
 * day counts twice.
 */
function pausedDaysOf({ pauses, timeZone }: ClockFacts, now: Date): number {
  const stretches = pauses
    .map(({ from, until }) => [dayIn(timeZone, from), dayIn(timeZone, until ?? now)] as const)
    .sort(([left], [right]) => left.localeCompare(right));
  let total = 0;
  let reached = "";
  for (const [from, until] of stretches) {
    const start = from > reached ? from : reached;
    if (until > start) total += daysBetween(start, until);
    if (until > reached) reached = until;
  }
  return total;
}

/**
 * Calculates when a request must be answered, to the day. The day of receipt does not count. A term of months ends on
 * the same date, or on the last day of a shorter month. Paused days are added next. If the law says so, a last day
 * that is not a working day then moves to the next one.
 * @param isHoliday public holidays at the organization's place
 * @param law the profile of its jurisdiction, with the organization's changes
 * @see jurisdictions for the laws
 */
export function clockOf(
  facts: ClockFacts,
  now: Date,
  isHoliday: IsHoliday,
  law: Jurisdiction = jurisdictions[facts.jurisdiction],
): Clock {
  const receivedOn = dayIn(facts.timeZone, facts.receivedAt);
  const pausedDays = law.pausesForIdentity ? pausedDaysOf(facts, now) : 0;
  const lastDay = (term: typeof law.answer) => {
    const day = addDays(add(receivedOn, term), pausedDays);
    return law.movesToWorkingDay ? nextWorkingDay(day, isHoliday) : day;
  };
  const extendBy = lastDay(law.answer);
  const dueOn = facts.isExtended ? lastDay(law.extended) : extendBy;
  return {
    receivedOn,
    dueOn,
    extendBy,
    confirmBy: law.confirmWithinWorkingDays
      ? addWorkingDays(receivedOn, law.confirmWithinWorkingDays, isHoliday)
      : null,
    isPaused: law.pausesForIdentity && facts.pauses.some(({ until }) => !until),
    pausedDays,
    daysLeft: daysBetween(dayIn(facts.timeZone, now), dueOn),
  };
}
