/** A day of the calendar, `YYYY-MM-DD`, belonging to no time zone. */
export type Day = string;

/** The day that an instant belongs to in a time zone (IANA name). @throws RangeError for no such zone */
export function dayIn(timeZone: string, instant: Date): Day {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/** The day that an instant belongs to where the reader is. In a browser: the server is wherever it is. */
export const dayHere = (instant: Date): Day =>
  dayIn(new Intl.DateTimeFormat().resolvedOptions().timeZone, instant);

/** What day it is in a time zone (IANA name). */
export const todayIn = (timeZone: string, now = new Date()): Day => dayIn(timeZone, now);

/** The day of UTC that an instant belongs to. A column of days comes as midnight UTC of its day. */
export const dayOf = (instant: Date): Day => instant.toISOString().slice(0, 10);

/** {@link dayOf}, or null. */
export const dayOrNull = (instant: Date | null): Day | null => instant && dayOf(instant);

/** Midnight UTC of a day: how a column of days takes it. */
export const midnightOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** 24 hours, in milliseconds. */
export const dayMs = 86_400_000;

/** An instant so many times 24 hours after another; before it, where they are negative. */
export const daysAfter = (instant: Date, days: number): Date => new Date(instant.getTime() + days * dayMs);

/** An instant so many times 24 hours ago. */
export const daysAgo = (days: number, now = new Date()): Date => daysAfter(now, -days);

export const addDays = (day: Day, days: number): Day => dayOf(daysAfter(midnightOf(day), days));

/** Days from one to the other; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((midnightOf(to).getTime() - midnightOf(from).getTime()) / dayMs);
