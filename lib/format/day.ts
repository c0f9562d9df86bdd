/** A calendar day, `YYYY-MM-DD`, without a time zone. */
export type Day = string;

/** Making a calendar takes far longer than asking it, and there are only as many as time zones. */
const calendars = new Map<string, Intl.DateTimeFormat>();

function calendarOf(timeZone: string): Intl.DateTimeFormat {
  const known =
    calendars.get(timeZone) ??
    new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  calendars.set(timeZone, known);
  return known;
}

/**
 * Returns the day of an instant in a time zone (IANA name).
 * @throws RangeError for an unknown time zone
 */
export function dayIn(timeZone: string, instant: Date): Day {
  const parts = calendarOf(timeZone).formatToParts(instant);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

/**
 * Returns the day of an instant in the reader's time zone. Only for the browser: the server's time zone means
 * nothing.
 */
export const dayHere = (instant: Date): Day =>
  dayIn(new Intl.DateTimeFormat().resolvedOptions().timeZone, instant);

/** Returns today's date in a time zone (IANA name). */
export const todayIn = (timeZone: string, now = new Date()): Day => dayIn(timeZone, now);

const quarterHourMs = 900_000;

/**
 * Returns the first instant of a day in a time zone (IANA name): midnight, or later where the clocks skip it. All time
 * zones are whole quarters of an hour from UTC, at most 14 hours ahead.
 */
export function startOfDay(timeZone: string, day: Day): Date {
  let at = midnightOf(day).getTime() - 14 * 4 * quarterHourMs;
  while (dayIn(timeZone, new Date(at)) < day) at += quarterHourMs;
  return new Date(at);
}

/** Returns the UTC day of an instant. Prisma returns a date column as midnight UTC of its day. */
export const dayOf = (instant: Date): Day => instant.toISOString().slice(0, 10);

/** {@link dayOf}, or null. */
export const dayOrNull = (instant: Date | null): Day | null => instant && dayOf(instant);

/** Returns midnight UTC of a day, as Prisma expects it for a date column. */
export const midnightOf = (day: Day): Date => new Date(`${day}T00:00:00Z`);

/** 24 hours, in milliseconds. */
export const dayMs = 86_400_000;

/** Returns the instant that many times 24 hours later; earlier for a negative number. */
export const daysAfter = (instant: Date, days: number): Date => new Date(instant.getTime() + days * dayMs);

/** Returns the instant that many times 24 hours ago. */
export const daysAgo = (days: number, now = new Date()): Date => daysAfter(now, -days);

export const addDays = (day: Day, days: number): Day => dayOf(daysAfter(midnightOf(day), days));

/** Returns the number of days from one day to another; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((midnightOf(to).getTime() - midnightOf(from).getTime()) / dayMs);
