import "server-only";
import Holidays, { type HolidaysTypes } from "date-holidays";
import { addDays, type Day } from "@/lib/format/day";
import type { IsHoliday } from "@/lib/law/calendar";

/** The days that the calendar calls bank holidays but that count as holidays under a country's law on time limits. */
type LawfulBankDays = {
  /**
   * The beginnings of the calendar's rules for these days. `substitute` means any day that replaces a public holiday.
   */
  rules: readonly string[];
  source: string;
};

const finland: LawfulBankDays = {
  rules: ["12-24", "friday after 06-19"],
  source:
    "Laki säädettyjen määräaikain laskemisesta (150/1930) § 5: Christmas and Midsummer Eve, not New Year's Eve",
};

/**
 * Bank holidays that are not working days by law. In all other countries a bank holiday is a working day, because
 * only banks are closed: 24 and 31 December in Germany, Austria and Norway, 31 December in the Netherlands, Good
 * Friday in Ireland. Plain data: to follow a change of law, change this table.
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

/** A holiday is an hour shorter or longer when clocks change within it. */
const clockChange = 1;

/** Counts the whole days of a holiday: none when it begins at noon. */
const wholeDays = ({ start, end }: HolidaysTypes.Holiday) =>
  Math.floor(((end.getTime() - start.getTime()) / hourMs + clockChange) / 24);

function isDayOff(country: string, { type, substitute, rule }: HolidaysTypes.Holiday): boolean {
  const rules = lawfulBankDays[country]?.rules ?? [];
  return (
    type === "bank" && rules.some((each) => (each === "substitute" ? substitute : rule.startsWith(each)))
  );
}

/** Returns the days of one holiday. Half days count only where the law says so. */
function daysOf(country: string, holiday: HolidaysTypes.Holiday): Day[] {
  const isLawful = isDayOff(country, holiday);
  if (!isLawful && holiday.type !== "public") return [];
  const count = isLawful ? Math.max(1, wholeDays(holiday)) : wholeDays(holiday);
  return Array.from({ length: count }, (_, at) => addDays(holiday.date.slice(0, 10), at));
}

/**
 * Returns a function that tells whether a day is a public holiday at a place. Every day of a longer holiday counts;
 * days that are only partly free do not (Regulation (EEC, Euratom) No 1182/71, Art. 2(1): days designated as such in
 * the Member State; § 193 BGB and similar laws).
 * @param place ISO 3166-1 alpha-2, or with a region after a dash as in `DE-BE`
 * @param extra further days that an organization has named, `YYYY-MM-DD`
 */
export function holidaysOf(place: string | null, extra: readonly string[]): IsHoliday {
  const [country = "", state] = place?.split("-") ?? [];
  const calendar = country ? new Holidays(country, state ?? "") : undefined;
  const years = new Map<string, Set<Day>>();
  const of = (year: string) => {
    // The year before is included, because a holiday can span New Year.
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

/** Returns whether the holiday calendar knows a place. */
export function isKnownPlace(place: string): boolean {
  const [country = "", state] = place.split("-");
  const calendar = new Holidays();
  return country in calendar.getCountries() && (!state || state in (calendar.getStates(country) ?? {}));
}
