import { addDays, type Day, dayIn, daysBetween } from "@/lib/format/day";
import { addMonths, addWorkingDays, type IsHoliday, nextWorkingDay } from "@/lib/law/calendar";
import {
  type PauseEffect,
  type PauseGround,
  type Profile,
  pauseGrounds,
  type Term,
} from "@/lib/law/profiles";

/** A period in which an answer of the requester was awaited; without `until` it still is. */
export type Pause = { ground: PauseGround; from: Date; until?: Date };

export type ClockFacts = {
  /** The time zone whose days count, an IANA name. */
  timeZone: string;
  receivedAt: Date;
  isExtended: boolean;
  pauses: readonly Pause[];
};

/** The steps by which a last day is calculated. */
export const reckoningSteps = ["received", "started", "term", "paused", "moved"] as const;
/** A step of the calculation and the day it leads to; `days` is how many days a pause added. */
export type Reckoning = {
  step: (typeof reckoningSteps)[number];
  day: Day;
  days?: number | undefined;
  grounds?: PauseGround[] | undefined;
};

export type Clock = {
  receivedOn: Day;
  /** The day from which the term runs: the day of receipt, or of the answer that the law lets the term begin with. */
  startsOn: Day;
  /** The last day to answer; while the clock is paused, the last day if it resumed today. */
  dueOn: Day;
  /** The last day to announce an extension, which is the last day without an extension. */
  extendBy: Day;
  /** The last day to confirm receipt, where the law requires it. */
  confirmBy: Day | null;
  isPaused: boolean;
  /** The answers that the clock waits for. */
  pausedFor: PauseGround[];
  pausedDays: number;
  /** Days from today to the last day: 0 on the last day, negative after it. */
  daysLeft: number;
  /** How the last day was calculated, in order. */
  reckoning: Reckoning[];
};

function add(day: Day, term: Term, isHoliday: IsHoliday): Day {
  if ("months" in term) return addMonths(day, term.months);
  return "days" in term ? addDays(day, term.days) : addWorkingDays(day, term.workingDays, isHoliday);
}

const latest = (days: readonly Day[]) => days.toSorted().at(-1) ?? "";

/** The first day of a pause that does not count, and the first day after it that does. */
type Stretch = { ground: PauseGround; from: Day; end: Day };

/** Counts the days of stretches; no day counts twice. */
function daysOf(stretches: readonly Stretch[]): number {
  let total = 0;
  let reached = "";
  for (const { from, end } of stretches.toSorted((left, right) => left.from.localeCompare(right.from))) {
    const start = latest([from, reached]);
    if (end > start) total += daysBetween(start, end);
    reached = latest([end, reached]);
  }
  return total;
}

const groundsOf = (waits: readonly { ground: PauseGround }[]) =>
  pauseGrounds.filter((each) => waits.some(({ ground }) => ground === each));

/** What waiting does to a term: the day it runs from, the days to add, and the questions that did it. */
type Waited = { startsOn: Day; startedBy: PauseGround[]; pausedDays: number; pausedBy: PauseGround[] };

function waitedFor(facts: ClockFacts, law: Profile, receivedOn: Day, today: Day): Waited {
  const { timeZone, pauses } = facts;
  const awaited = (wanted: PauseEffect) =>
    pauses
      .filter(({ ground }) => law.pauses[ground] === wanted)
      .map(({ ground, from, until }) => ({
        ground,
        from: dayIn(timeZone, from),
        until: until ? dayIn(timeZone, until) : today,
      }));
  const starts = awaited("starts");
  const startsOn = latest([receivedOn, ...starts.map(({ until }) => until)]);
  const afterStart = addDays(startsOn, 1);
  const stretches: Stretch[] = [
    ...awaited("suspends").map(({ ground, from, until }) => ({
      ground,
      from: latest([from, startsOn]),
      end: until,
    })),
    ...awaited("excludes").map(({ ground, from, until }) => ({
      ground,
      from: latest([from, afterStart]),
      end: addDays(until, 1),
    })),
  ].filter(({ from, end }) => end > from);
  return {
    startsOn,
    startedBy: groundsOf(starts.filter(({ until }) => until === startsOn)),
    pausedDays: daysOf(stretches),
    pausedBy: groundsOf(stretches),
  };
}

/**
 * Calculates when a request must be answered, to the day. The day that the term runs from does not count. A term of
 * months ends on the same date, or on the last day of a shorter month. Paused days are added next; those up to the day
 * that the term runs from are before it, so they add nothing. If the law says so, a last day that is not a working day
 * then moves to the next one.
 * @param law the profile of the day of receipt, with the organization's changes
 * @param isHoliday public holidays at the organization's place
 * @see profiles for the laws
 */
export function clockOf(facts: ClockFacts, law: Profile, now: Date, isHoliday: IsHoliday): Clock {
  const { timeZone } = facts;
  const today = dayIn(timeZone, now);
  const receivedOn = dayIn(timeZone, facts.receivedAt);
  const waited = waitedFor(facts, law, receivedOn, today);
  const { startsOn, pausedDays } = waited;
  const lastDay = (term: Term) => {
    const day = addDays(add(startsOn, term, isHoliday), pausedDays);
    return law.movesToWorkingDay ? nextWorkingDay(day, isHoliday) : day;
  };
  const extendBy = lastDay(law.answer);
  const term = facts.isExtended ? law.extended : law.answer;
  const dueOn = lastDay(term);
  const open = facts.pauses.filter(({ ground, until }) => !until && law.pauses[ground]);
  return {
    receivedOn,
    startsOn,
    dueOn,
    extendBy,
    confirmBy: confirmByOf(receivedOn, law, isHoliday),
    isPaused: open.length > 0,
    pausedFor: open.map(({ ground }) => ground),
    pausedDays,
    daysLeft: daysBetween(today, dueOn),
    reckoning: reckoningOf({ ...waited, receivedOn, dueOn, unpaused: add(startsOn, term, isHoliday) }),
  };
}

/** The last day to confirm or acknowledge receipt, where the law requires it. */
function confirmByOf(receivedOn: Day, law: Profile, isHoliday: IsHoliday): Day | null {
  const { acknowledge, confirmWithinWorkingDays: workingDays, movesToWorkingDay } = law;
  if (workingDays) return addWorkingDays(receivedOn, workingDays, isHoliday);
  if (!acknowledge) return null;
  const day = add(receivedOn, acknowledge, isHoliday);
  return movesToWorkingDay ? nextWorkingDay(day, isHoliday) : day;
}

type Found = Waited & { receivedOn: Day; dueOn: Day; unpaused: Day };

/** Says step by step how a last day came about; a step that changes nothing is left out. */
function reckoningOf({ receivedOn, startsOn, pausedDays: days, dueOn, unpaused, ...by }: Found): Reckoning[] {
  const paused = addDays(unpaused, days);
  const steps: Reckoning[] = [{ step: "received", day: receivedOn }];
  if (startsOn > receivedOn) steps.push({ step: "started", day: startsOn, grounds: by.startedBy });
  steps.push({ step: "term", day: unpaused });
  if (days > 0) steps.push({ step: "paused", day: paused, days, grounds: by.pausedBy });
  if (dueOn > paused) steps.push({ step: "moved", day: dueOn });
  return steps;
}
