/** A day of the calendar, `YYYY-MM-DD`, belonging to no time zone. */
export type Day = string;

const dayMs = 86_400_000;
const utc = (day: Day) => new Date(`${day}T00:00:00Z`);
const toDay = (date: Date): Day => date.toISOString().slice(0, 10);

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

export const addDays = (day: Day, days: number): Day => toDay(new Date(utc(day).getTime() + days * dayMs));

/**
 * The same date so many months on, or the last day of that month when it has no such date
 * (Regulation 1182/71 Art. 3(2)(c)).
 */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return toDay(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** Days from one to the other; negative when the second is earlier. */
export const daysBetween = (from: Day, to: Day): number =>
  Math.round((utc(to).getTime() - utc(from).getTime()) / dayMs);

/** Whether it is Saturday or Sunday. */
export const isWeekend = (day: Day): boolean => [0, 6].includes(utc(day).getUTCDay());

export type IsHoliday = (day: Day) => boolean;

/** The day itself, or the first one after it that is neither a weekend nor a holiday. */
export function nextWorkingDay(day: Day, isHoliday: IsHoliday): Day {
  let found = day;
  while (isWeekend(found) || isHoliday(found)) found = addDays(found, 1);
  return found;
}

/** The working day that comes so many working days after a day, which itself does not count. */
export function addWorkingDays(day: Day, count: number, isHoliday: IsHoliday): Day {
  let found = day;
  for (let left = count; left > 0; left--) found = nextWorkingDay(addDays(found, 1), isHoliday);
  return found;
}
