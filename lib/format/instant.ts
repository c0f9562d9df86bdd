/** An instant as the API writes it: ISO 8601 in UTC, milliseconds only when there are any. */
export const instant = (at: Date): string => at.toISOString().replace(".000Z", "Z");

/** {@link instant}, or null. */
export const instantOrNull = (at: Date | null | undefined): string | null => (at ? instant(at) : null);

/** The instant an ISO 8601 text names, or null. */
export const instantOf = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);
