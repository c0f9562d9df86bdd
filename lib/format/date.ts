/** An instant to format. All formats but {@link exactIn} are UTC and do not use Intl, so server and browser never differ. */
export type Instant = Date | string | number;

export const NO_VALUE = "—";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const two = (n: number) => String(n).padStart(2, "0");

/** An ISO text without a time zone is read as UTC, not in the reader's time zone. */
function parse(at: Instant): Date | null {
  const zoneless = typeof at === "string" && /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(at);
  const date = new Date(zoneless ? `${at.replace(" ", "T")}Z` : at);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** `14 Nov 2026` */
export function day(at: Instant | null | undefined): string {
  const date = at == null ? null : parse(at);
  if (!date) return NO_VALUE;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** {@link day} without the year, for a chart. */
export const dayAndMonth = (at: Instant): string => day(at).replace(/ \d{4}$/, "");

/** `Mon 30 Nov 2026` */
export function weekday(at: Instant | null | undefined): string {
  const date = at == null ? null : parse(at);
  return date ? `${WEEKDAYS[date.getUTCDay()]} ${day(date)}` : NO_VALUE;
}

/** `09:35` */
export function clockTime(at: Instant | null | undefined): string {
  const date = at == null ? null : parse(at);
  return date ? `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}` : NO_VALUE;
}

/** `14 Nov 2026, 09:35:07 UTC` */
export function exactUtc(at: Instant | null | undefined): string {
  const date = at == null ? null : parse(at);
  return date ? `${day(date)}, ${clockTime(date)}:${two(date.getUTCSeconds())} UTC` : NO_VALUE;
}

/**
 * `14 Nov 2026, 10:35:07 UTC+01:00`: {@link exactUtc} on the clock of a time zone (IANA name). For a person who has
 * chosen one; what several people compare (the audit log, letters) stays in UTC.
 */
export function exactIn(timeZone: string, at: Instant | null | undefined): string {
  const date = at == null ? null : parse(at);
  if (!date || timeZone === "UTC") return exactUtc(date);
  const ahead = minutesAhead(timeZone, date);
  if (ahead === null) return exactUtc(date);
  const shown = exactUtc(date.getTime() + ahead * MINUTE);
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60];
  return `${shown}${ahead < 0 ? "−" : "+"}${two(hours)}:${two(minutes)}`;
}

/** The format of a time zone; null where this browser does not know the zone, such as one that was renamed lately. */
function clockOf(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    return null;
  }
}

/** How many minutes the clocks of a time zone are ahead of UTC at an instant; null for an unknown zone. */
function minutesAhead(timeZone: string, date: Date): number | null {
  const format = clockOf(timeZone);
  if (!format) return null;
  const part = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 0, day: dayOfMonth = 0, hour = 0, minute = 0, second = 0 } = part;
  const there = Date.UTC(year, month - 1, dayOfMonth, hour, minute, second);
  return Math.round((there - Math.floor(date.getTime() / 1000) * 1000) / MINUTE);
}

/** `2026-11-14T09:35:07.000Z`, for the `datetime` attribute; undefined without an instant. */
export function isoInstant(at: Instant | null | undefined): string | undefined {
  return (at == null ? null : parse(at))?.toISOString();
}

function span(ms: number): string {
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  const days = Math.floor(ms / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

/** `2 min ago`, `in 9 days`, `just now`; the date for anything further than 60 days. */
export function relative(at: Instant | null | undefined, now: Instant): string {
  const date = at == null ? null : parse(at);
  const reference = parse(now);
  if (!date || !reference) return NO_VALUE;
  const ahead = date.getTime() - reference.getTime();
  const distance = Math.abs(ahead);
  if (distance < MINUTE) return "just now";
  if (distance >= 60 * DAY) return day(date);
  return ahead > 0 ? `in ${span(distance)}` : `${span(distance)} ago`;
}
