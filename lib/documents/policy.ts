import type { expiryStates } from "@/lib/documents/schema";
import { datesIn, never } from "@/lib/folding/dates";
import { dayOf, daysBetween, midnightOf } from "@/lib/format/day";

export type ExpiryState = (typeof expiryStates)[number];
export type DocumentExpiry = { state: ExpiryState; detail: string };

/** A document that expires within this many days gets a remark. */
const soonDays = 30;
/** No document is valid for more years, unless it never expires. */
const longestYears = 100;

/** `5 y 5 m`, `3 m`, `12 days`: whole months, below one month days. */
function spanBetween(from: Date, to: Date): string {
  const days = daysBetween(dayOf(from), dayOf(to));
  const isShort = to.getUTCDate() < from.getUTCDate() ? 1 : 0;
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() - isShort;
  if (months < 1) return days === 1 ? "1 day" : `${days} days`;
  const parts = [`${Math.floor(months / 12)} y`, `${months % 12} m`];
  return parts.filter((part) => !part.startsWith("0 ")).join(" ");
}

/** The last day of a date; a date of a month only is valid to the end of that month. */
function lastDay(date: string): Date {
  if (date.length === 10) return midnightOf(date);
  const [year = 0, month = 12] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0));
}

function stateAt(expires: Date, now: Date): DocumentExpiry {
  const today = midnightOf(dayOf(now));
  const left = daysBetween(dayOf(today), dayOf(expires));
  if (left < 0) return { state: "expired", detail: `expired ${spanBetween(expires, today)} ago` };
  if (left === 0) return { state: "expires_soon", detail: "expires today" };
  if (expires.getUTCFullYear() - today.getUTCFullYear() > longestYears)
    return { state: "unreadable", detail: `over ${longestYears} y ahead` };
  const detail = `${spanBetween(today, expires)} left`;
  return { state: left <= soonDays ? "expires_soon" : "valid", detail };
}

/**
 * Whether a document is valid on a day (UTC), and for how long. The day of expiry still counts.
 * @param date in any form that documents use; null when no source gives one
 */
export function documentExpiry(date: string | null, now: Date): DocumentExpiry {
  if (date === null) return { state: "unknown", detail: "no expiry date" };
  const dates = datesIn(date, "expiry", now);
  const states = dates.map(
    (each): DocumentExpiry =>
      each === never ? { state: "no_expiry", detail: "does not expire" } : stateAt(lastDay(each), now),
  );
  const [first, ...rest] = states;
  if (!first) return { state: "unreadable", detail: "could not be read" };
  return rest.every(({ state }) => state === first.state)
    ? first
    : { state: "unreadable", detail: "ambiguous date" };
}
