/** Writes an instant as the API does: ISO 8601 in UTC, with milliseconds only when there are any. */
export const instant = (at: Date): string => at.toISOString().replace(".000Z", "Z");

/** {@link instant}, or null. */
export const instantOrNull = (at: Date | null | undefined): string | null => (at ? instant(at) : null);

/** Parses an ISO 8601 text; null when it is not one. */
export const instantOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);

/** The most that a client's clock may differ from ours. */
export const clockSkewMs = 5 * 60_000;

/**
 * Accepts an instant from a client. If the client's clock is slightly ahead, it returns now.
 * @returns null when the instant is further in the future than clocks differ
 */
export function pastInstant(said: Date, now: Date): Date | null {
  if (said <= now) return said;
  return said.getTime() - now.getTime() <= clockSkewMs ? now : null;
}

/**
 * Converts a local time that the reader typed, such as `2026-11-28T10:00`, to an instant in UTC. Only for the
 * browser: the server's time zone means nothing.
 * @returns undefined for an empty text; text that is not a time is returned unchanged, so that a schema refuses it
 */
export function instantHere(local: string): string | undefined {
  if (local === "") return undefined;
  const time = new Date(local);
  return Number.isNaN(time.getTime()) ? local : time.toISOString();
}
