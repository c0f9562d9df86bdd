import "server-only";
import Holidays, { type HolidaysTypes } from "date-holidays";
import { addDays, type Day } from "@/lib/format/day";
import type { IsHoliday } from "@/lib/law/calendar";

/** Which days that the calendar calls bank holidays a country's own law takes for a holiday when a time ends on one. */
type LawfulBankDays = {
  /** How the calendar's rule of such a day begins; `substitute` stands for a day in place of a public holiday. */
  rules: readonly string[];
  source: string;
};

const finland: LawfulBankDays = {
  rules: ["12-24", "friday after 06-19"],
  source:
    "Laki säädettyjen määräaikain laskemisesta (150/1930) § 5: Christmas and Midsummer Eve, not New Year's Eve",
};

/**
 * Days that are bank holidays in the calendar and no working days by law. In every other country a bank holiday is a
 * working day: banks alone are closed then, as on 24 and 31 December in Germany, Austria and Norway, on 31 December
 * in the Netherlands, and on Good Friday in Ireland. Plain data: a change of law is a change here.
 */
const lawfulBankDays: Readonly<Record<string, LawfulBankDays>> = {
  SE: {
    rules: ["friday after 06-19", "12-24", "12-31"],
    source: "Lag (1930:173) om beräkning av lagstadgad tid § 2: Midsummer, Christmas and New Year's Eve",
  },
  FI: finland,
  AX: finland,
  LI: {
    rules: ["01-02", "easter -47", "12-31"],
    source: "Public holidays told to the EFTA Surveillance Authority, OJ C 455, 18.12.2014, p. 9",
  },
  IE: {
    rules: ["substitute"],
    source: "The Monday in place of 26 December when that is on a weekend; public offices are closed",
  },
  BM: { rules: ["substitute"], source: "Public Holidays Act 1947 (Bermuda) s. 2" },
};

const hourMs = 3_600_000;

/** An hour is lost or won where clocks are put forward or back within a holiday. */
const clockChange = 1;

/** How many whole days a holiday has: none when it begins at noon, as many as its span says otherwise. */
const wholeDays = ({ start, end }: HolidaysTypes.Holiday) =>
  Math.floor(((end.getTime() - start.getTime()) / hourMs + clockChange) / 24);

function isDayOff(country: string, { type, substitute, rule }: HolidaysTypes.Holiday): boolean {
  const rules = lawfulBankDays[country]?.rules ?? [];
  return (
    type === "bank" && rules.some((each) => (each === "substitute" ? substitute : rule.startsWith(each)))
  );
}

/** The days of one holiday. What is half a day in the calendar counts where the law says that it does. */
function daysOf(country: string, holiday: HolidaysTypes.Holiday): Day[] {
  const isLawful = isDayOff(country, holiday);
  if (!isLawful && holiday.type !== "public") return [];
  const count = isLawful ? Math.max(1, wholeDays(holiday)) : wholeDays(holiday);
  return Array.from({ length: count }, (_, at) => addDays(holiday.date.slice(0, 10), at));
}

/**
 * Whether a day is a public holiday in a country and, where they differ, in a part of it: each day of a span, and no
 * day of which only a part is free (Regulation (EEC, Euratom) No 1182/71, Art. 2(1): days designated as such in the
 * Member State; § 193 BGB and its like).
 * @param place ISO 3166-1 alpha-2, or with the part after a dash as in `DE-BE`
 * @param extra further days an organization has named, `YYYY-MM-DD`
 */
export function holidaysOf(place: string | null, extra: readonly string[]): IsHoliday {
  const [country = "", state] = place?.split("-") ?? [];
  const calendar = country ? new Holidays(country, state ?? "") : undefined;
  const years = new Map<string, Set<Day>>();
  const of = (year: string) => {
    // A span can begin in the year before.
    const known =
      years.get(year) ??
      new Set(
        [Number(year) - 1, Number(year)]
          .flatMap((each) => calendar?.getHolidays(each) ?? [])
          .flatMap((holiday) => daysOf(country, holiday)),
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
