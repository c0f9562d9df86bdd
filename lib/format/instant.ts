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
