export const expiryStates = ["valid", "expires_soon", "expired", "unknown"] as const;
export type ExpiryState = (typeof expiryStates)[number];
export type DocumentExpiry = { state: ExpiryState; detail: string };

/** How many days before its expiry a document is worth a word. */
const soonDays = 30;
const dayMs = 86_400_000;

function dayOf(date: string): Date | null {
  const parsed = /^\d{4}-\d\d-\d\d/.test(date) ? new Date(`${date.slice(0, 10)}T00:00:00Z`) : null;
  return parsed && !Number.isNaN(parsed.getTime()) ? parsed : null;
}

/** `5 y 5 m`, `3 m`, `12 days`: whole months, below one month days. */
function spanBetween(from: Date, to: Date): string {
  const days = Math.round((to.getTime() - from.getTime()) / dayMs);
  const isShort = to.getUTCDate() < from.getUTCDate() ? 1 : 0;
  const months =
    (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() - isShort;
  if (months < 1) return days === 1 ? "1 day" : `${days} days`;
  const parts = [`${Math.floor(months / 12)} y`, `${months % 12} m`];
  return parts.filter((part) => !part.startsWith("0 ")).join(" ");
}

/**
 * Whether a document is good on a day (UTC), and for how long. It is good on the day of its expiry too.
 * @param date `YYYY-MM-DD`
 */
export function documentExpiry(date: unknown, now: Date): DocumentExpiry {
  const expires = typeof date === "string" ? dayOf(date) : null;
  if (!expires) return { state: "unknown", detail: date ? "no readable expiry date" : "no expiry date" };
  const today = new Date(`${now.toISOString().slice(0, 10)}T00:00:00Z`);
  const left = Math.round((expires.getTime() - today.getTime()) / dayMs);
  if (left < 0) return { state: "expired", detail: `expired ${spanBetween(expires, today)} ago` };
  if (left === 0) return { state: "expires_soon", detail: "expires today" };
  const detail = `${spanBetween(today, expires)} left`;
  return { state: left <= soonDays ? "expires_soon" : "valid", detail };
}
