import { addDays, type Day, dayIn, daysBetween } from "@/lib/format/day";
import { addMonths, addWorkingDays, type IsHoliday, nextWorkingDay } from "@/lib/law/calendar";
import { type Jurisdiction, type JurisdictionId, jurisdictions } from "@/lib/law/jurisdictions";

/** A stretch in which the clock stood; without `until` it still does. */
export type Pause = { from: Date; until?: Date };

export type ClockFacts = {
  jurisdiction: JurisdictionId;
  /** Whose days count, an IANA name. */
  timeZone: string;
  receivedAt: Date;
  isExtended: boolean;
  pauses: readonly Pause[];
};

export type Clock = {
  receivedOn: Day;
  /** The last day to answer; while the clock stands, what it would be if it went on today. */
  dueOn: Day;
  /** The last day on which an extension may still be told: the term without it. */
  extendBy: Day;
  /** The last day to confirm receipt, where the law asks for it. */
  confirmBy: Day | null;
  isPaused: boolean;
  pausedDays: number;
  /** Days from today to the last one: 0 on the last day, negative after it. */
  daysLeft: number;
};

const add = (day: Day, term: { months: number } | { days: number }) =>
  "months" in term ? addMonths(day, term.months) : addDays(day, term.days);

/** Days on which the clock stood. The day of the pause counts and the day it goes on does not, so none counts twice. */
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
 * When a request must be answered, to the day. The day of receipt does not count; a term of months ends on the same
 * date or the last day of a shorter month; a last day that is no working day moves on; days on which the clock stood
 * are added before that.
 * @param isHoliday public holidays where the organization is
 * @param law the profile of its jurisdiction, as the organization keeps it
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
