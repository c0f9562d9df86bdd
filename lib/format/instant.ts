/** An instant as the API writes it: ISO 8601 in UTC, milliseconds only when there are any. */
export const instant = (at: Date): string => at.toISOString().replace(".000Z", "Z");

/** {@link instant}, or null. */
export const instantOrNull = (at: Date | null | undefined): string | null => (at ? instant(at) : null);

/** The instant an ISO 8601 text names, or null. */
export const instantOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

/** How far the clock of a client may be from ours. */
export const clockSkewMs = 5 * 60_000;

/**
 * An instant that a client says was, cut to now where its clock is a little ahead.
 * @returns null when it lies in the future, further than clocks differ
 */
export function pastInstant(said: Date, now: Date): Date | null {
  if (said <= now) return said;
  return said.getTime() - now.getTime() <= clockSkewMs ? now : null;
}

/**
 * A day and time that somebody typed where the reader is, as an instant in UTC: `2026-11-28T10:00`. In a browser: the
 * server is wherever it is.
 * @returns undefined for an empty text; what is no time as it is, for a schema to refuse
 */
export function instantHere(local: string): string | undefined {
  if (local === "") return undefined;
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString();
}
