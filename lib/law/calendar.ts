import { addDays, type Day, dayIn, dayOf, midnightOf } from "@/lib/format/day";

const hourMs = 3_600_000;

/**
 * Returns an instant near noon of a day in a time zone.
 * @param day `YYYY-MM-DD`
 * @returns null where the zone skipped the day, as Samoa did on 2011-12-30
 */
export function instantOn(timeZone: string, day: Day): Date | null {
  const near = [0, -6, 6, -11, 11].map(
    (hours) => new Date(midnightOf(day).getTime() + (12 + hours) * hourMs),
  );
  return near.find((instant) => dayIn(timeZone, instant) === day) ?? null;
}

/**
 * Returns the same date a number of months later, or the last day of that month when it has no such date (Regulation
 * 1182/71 Art. 3(2)(c)).
 */
export function addMonths(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}

/** Returns whether a day is a Saturday or Sunday. */
export const isWeekend = (day: Day): boolean => [0, 6].includes(midnightOf(day).getUTCDay());

export type IsHoliday = (day: Day) => boolean;

/** Returns the day itself, or the first later day that is neither a weekend nor a holiday. */
export function nextWorkingDay(day: Day, isHoliday: IsHoliday): Day {
  let found = day;
  while (isWeekend(found) || isHoliday(found)) found = addDays(found, 1);
  return found;
}

/** Returns the day that is a number of working days after a day, which itself does not count. */
export function addWorkingDays(day: Day, count: number, isHoliday: IsHoliday): Day {
  let found = day;
  for (let left = count; left > 0; left--) found = nextWorkingDay(addDays(found, 1), isHoliday);
  return found;
}
