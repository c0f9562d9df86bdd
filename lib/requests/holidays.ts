import "server-only";
import Holidays from "date-holidays";
import type { IsHoliday } from "@/lib/requests/calendar";

/**
 * Public holidays of a country and, where they differ, of a part of it.
 * @param place ISO 3166-1 alpha-2, or with the part after a dash as in `DE-BE`
 * @param extra further days an organization has named, `YYYY-MM-DD`
 */
export function holidaysOf(place: string | null, extra: readonly string[]): IsHoliday {
  const [country = "", state] = place?.split("-") ?? [];
  const calendar = country ? new Holidays(country, state ?? "") : undefined;
  const years = new Map<string, Set<string>>();
  const of = (year: string) => {
    const known =
      years.get(year) ??
      new Set(
        (calendar?.getHolidays(Number(year)) ?? [])
          .filter(({ type }) => type === "public" || type === "bank")
          .map(({ date }) => date.slice(0, 10)),
      );
    years.set(year, known);
    return known;
  };
  return (day) => extra.includes(day) || of(day.slice(0, 4)).has(day);
}

/** Whether the calendar of public holidays knows this place. */
export function isKnownPlace(place: string): boolean {
  const [country = "", state] = place.split("-");
  const calendar = new Holidays();
  return country in calendar.getCountries() && (!state || state in (calendar.getStates(country) ?? {}));
}
