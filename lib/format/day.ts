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
