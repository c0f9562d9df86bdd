import { inGregorian } from "@/lib/folding/eras";
import { capitals, withoutMarks } from "@/lib/folding/letters";
import { monthsIn } from "@/lib/folding/months";
import { withTwins } from "@/lib/folding/twins";
import { dayOf, midnightOf } from "@/lib/format/day";

export type DateKind = "birth" | "expiry";

/** The value of an expiry that never comes, for every way to write it. */
export const never = "9999";

const two = (number: number) => String(number).padStart(2, "0");

/** Writes a date as `YYYY-MM-DD`, or shorter where parts are unknown (0). Empty for a day that does not exist. */
function dateOf(year: number, month: number, day: number): string[] {
  if (year === Number(never)) return [never];
  if (year < 1800 || year > 2999 || month > 12) return [];
  if (month === 0) return [String(year)];
  if (day === 0) return [`${year}-${two(month)}`];
  const iso = `${year}-${two(month)}-${two(day)}`;
  const date = midnightOf(iso);
  return !Number.isNaN(date.getTime()) && dayOf(date) === iso ? [iso] : [];
}

const hundred = 100;

/**
 * Completes a two-digit year. ICAO Doc 9303 part 3, section 4.8, leaves the century to the reader. A birth is in the
 * past, latest century first. An expiry is within fifty years of now.
 */
function fullYears(year: number, kind: DateKind, now: Date): number[] {
  const current = now.getUTCFullYear();
  const century = Math.floor(current / hundred) * hundred;
  const centuries = [century, century - hundred, century + hundred].map((start) => start + year);
  if (kind === "expiry")
    return centuries.filter((full) => Math.abs(full - current) <= hundred / 2).slice(0, 1);
  return centuries.filter((full) => full <= current);
}

/** Returns whether the year 99 of an expiry may mean 9999: Spain and others write its first or last day. */
const mayBeNever = (year: number, month: number, day: number) =>
  year === 99 && ((month === 1 && day === 1) || (month === 12 && day === 31));

/** Returns the dates that a two-digit year can mean; for a birth, the latest one that is not in the future. */
function shortDates(year: number, month: number, day: number, kind: DateKind, now: Date): string[] {
  const today = dayOf(now);
  const found = fullYears(year, kind, now).flatMap((full) => dateOf(full, month, day));
  if (kind === "expiry") return [...(mayBeNever(year, month, day) ? [never] : []), ...found.slice(0, 1)];
  return found.filter((date) => date <= today.slice(0, date.length)).slice(0, 1);
}

/**
 * Reads the date of a machine readable zone, `YYMMDD`. Fillers mark unknown parts (part 3, section 4.8). An expiry of
 * only fillers or nines means that the document does not expire. On cards for life, `990101` and `991231` mean the
 * year 9999, or 1999.
 * @returns the possible dates, the likeliest first: `1968-03-01`, `1968-03`, `1968` or {@link never}; empty for text
 * that is no date
 */
export function zoneDates(text: string, kind: DateKind, now: Date): string[] {
  const places = text.toUpperCase().replaceAll(" ", "<").padEnd(6, "<");
  if (kind === "expiry" && /^(<{6}|9{6})$/.test(places)) return [never];
  // Only zeros are no date either: some readers fill in zeros where they read nothing.
  if (!/^\d\d(\d\d|<<)(\d\d|<<)$/.test(places) || places === "000000") return [];
  const [year = 0, month = 0, day = 0] = (places.match(/../g) ?? []).map((part) =>
    Number(part.replaceAll("<", "0")),
  );
  return shortDates(year, month, day, kind, now);
}

/** Converts a part of a date to a number; 0 for an unknown part: `00`, `XX`, `??`, `--`, `<<`. */
const asNumber = (part: string) => (/^(0+|[X?*_<-]+)$/.test(part) ? 0 : Number(part));

type Given = { parts: string[]; kind: DateKind; now: Date };

/** Builds dates from year, month and day; the year has two or four digits. */
const dated = (year: string, month: string, day: string, { kind, now }: Given): string[] =>
  year.length > 2
    ? dateOf(Number(year), asNumber(month), asNumber(day))
    : shortDates(Number(year), asNumber(month), asNumber(day), kind, now);

const unknown = "[X?*_<]{2,3}|-{2,3}";
const number = `(\\d{1,2}|${unknown})`;
const readers: [RegExp, (given: Given) => string[]][] = [
  [
    new RegExp(`^(\\d{4})(?:[-/. ]${number}(?:[-/. ]${number})?)?$`),
    (given) => {
      const [year = "", month = "0", day = "0"] = given.parts;
      return dated(year, month, day, given);
    },
  ],
  [
    new RegExp(`^${number}([-/. ])${number}\\2(\\d{4}|\\d\\d)$`),
    (given) => {
      const [a = "", , b = "", year = ""] = given.parts;
      // Countries differ in the order of day and month, so both readings count.
      const found = [...dated(year, b, a, given), ...dated(year, a, b, given)];
      if (Number(a) > 31) return dated(a, b, year, given);
      return found.filter((date) => !found.some((other) => other !== date && other.startsWith(date)));
    },
  ],
  [
    new RegExp(`^${number}[-/.](\\d{4})$`),
    (given) => {
      const [month = "", year = ""] = given.parts;
      return dated(year, month, "0", given);
    },
  ],
  [
    /^(\d{1,2})[-/.](\d\d)$/,
    (given) => {
      const [month = "", year = ""] = given.parts;
      return given.kind === "expiry" ? dated(year, month, "0", given) : [];
    },
  ],
  [
    /^(\d{8})$/,
    ({ parts: [all = ""] }) => {
      const at = (from: number, to: number) => Number(all.slice(from, to));
      const found = dateOf(at(0, 4), at(4, 6), at(6, 8));
      // United States cards write month, day, year (AAMVA); others write the day first.
      return [...found, ...dateOf(at(4, 8), at(0, 2), at(2, 4)), ...dateOf(at(4, 8), at(2, 4), at(0, 2))];
    },
  ],
  [/^9{8}$/, () => [never]],
  [/^([\d<]{6})$/, ({ parts: [all = ""], kind, now }) => zoneDates(all, kind, now)],
];

/** Words that documents print instead of an expiry, without marks. */
const foreverWords = new Set(
  `PERMANENT PERMANENTE PERMANENTA INDEFINIDO INDEFINIDA INDEFINITE INDEFINITELY UNLIMITED NOEXPIRY DOESNOTEXPIRE NEVER
   NEVEREXPIRES LIFE LIFELONG LIFETIME FORLIFE VITALICIO VITALICIA ILLIMITE ILLIMITEE SANSLIMITE UNBEFRISTET UNBEGRENZT
   NOEXPIRATION VALIDINDEFINITELY UNLIMITEDVALIDITY NOCADUCA SINVENCIMIENTO NOVENCE SEMVALIDADE INDETERMINEE INDETERMINADA
   SEUMURHIDUP ONBEPAALD BEZOGRANICZEN DOODWOLANIA DOODVOLANI ILLIMITATO ILLIMITATA ONBEPERKT BEZTERMINOWO NIEOGRANICZONY BEZOBMEDZENIA БЕССРОЧНО БЕЗСТРОКОВО БЕЗСРОЧНО SURESIZ
   ΑΟΡΙΣΤΗ 長期 無限期 永久 ตลอดชีพ بلاانتهاء`
    .split(/\s+/)
    .map((word) => withTwins(word).replaceAll(/[^\p{L}]/gu, "")),
);

/** Meaningless words between the parts of a date. */
const fillers = /^(DE|DEL|DO|DA|OF|THE|DEN|LE|DER|VAN|Г|ГОДА|R|ROKU|YIL|ANNO)$/;

/**
 * Reads a date whose month is written in letters, as in the visual zone (part 3, section 3.6): `05 MAY/MAI 1990`, `05
 * MAY /MAI 90`, `May 5, 1990`, `1er mars 1990`, `5.V.1990`, `MAY 1990`, `1990年5月5日`.
 */
function spelledDates(clean: string, kind: DateKind, now: Date): string[] {
  const text = clean
    .replaceAll(/(\d+)\s*[年년]/gu, "$1 ")
    .replaceAll(/(\d+)\s*[日일]/gu, "$1 ")
    .replaceAll(/(\d+)\s*([月월])/gu, "$1$2 ")
    .replaceAll(/(\d)(ST|ND|RD|TH|ER|[OA°])(?![\p{L}])/gu, "$1")
    .replaceAll(/(\d)(?![月월])(?=\p{L})|(\p{L})(?=\d)/gu, "$1$2 ");
  const tokens = text.split(/[\s/.,()·-]+/u).filter((token) => token && !fillers.test(token));
  const isCount = (token: string) => /^\d+$/.test(token) || /^(X{2}|\?{2}|_{2})$/.test(token);
  const numbers = tokens.filter(isCount);
  const months = monthsIn(tokens.filter((token) => !isCount(token)));
  const [first = "", second] = numbers;
  if (numbers.length === 0 || numbers.length > 2) return [];
  const [day, year] =
    second === undefined ? ["0", first] : first.length === 4 ? [second, first] : [first, second];
  if (![2, 4].includes(year.length) || day.length > 2 || (second === undefined && year.length !== 4))
    return [];
  return months.flatMap((month) => dated(year, String(month), day, { parts: [], kind, now }));
}

/**
 * Lists the dates that a text can mean, the likeliest first: ISO, `14.11.2026`, `11/14/2026`, `14 Nov 2026`, `14
 * NOV/NOV 26`, `20261114`, `11142026`, `261114`, in digits of any script. A date with unknown parts is shorter:
 * `1968-03`, `1968`. An expiry in the year 9999 is {@link never}.
 * @param kind determines the century of a two-digit year
 * @returns an empty list for text that is no date
 */
export function datesIn(text: string, kind: DateKind, now: Date): string[] {
  const clean = inGregorian(
    capitals(text)
      .trim()
      .replaceAll(/[‐‑–—−]/g, "-")
      .replace(/(\d)[T ]\d{1,2}:\d\d.*$/, "$1")
      .replace(/(?<=\d)\.$/, "")
      .replace(/^\p{L}+,\s*/u, "")
      .replace(/^(?:NG[AÀ]Y )?(\d+) TH[AÁ]NG (\d+),? N[AĂ]M (\d{4})$/, "$1/$2/$3"),
  );
  const letters = withoutMarks(clean).replaceAll(/[^\p{L}]/gu, "");
  if (kind === "expiry" && (foreverWords.has(letters) || /(?<!\d)9999(?!\d)/.test(clean))) return [never];
  const found = readers.flatMap(([pattern, read]) => {
    const match = pattern.exec(clean);
    return match ? read({ parts: match.slice(1).map((part) => part ?? "0"), kind, now }) : [];
  });
  const dates = found.length > 0 ? found : spelledDates(clean, kind, now);
  return [...new Set(dates)].filter((date) => kind === "expiry" || date !== never);
}

/** Returns whether two dates agree in every part that both have. */
export const agree = (one: string, other: string): boolean => one.startsWith(other) || other.startsWith(one);
