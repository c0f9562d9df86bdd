import { mrzDate } from "@/lib/documents/mrz";

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const two = (text: string) => text.padStart(2, "0");

function dayOf(year: string, month: string, day: string): string[] {
  const iso = `${year}-${two(month)}-${two(day)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === iso ? [iso] : [];
}

type Reader = [RegExp, (parts: string[], kind: "birth" | "expiry", now: Date) => string[]];

const readers: Reader[] = [
  [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T.*)?$/, ([y = "", m = "", d = ""]) => dayOf(y, m, d)],
  // Which of the two comes first is the country's custom; both readings count.
  [
    /^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})$/,
    ([a = "", , b = "", y = ""]) => [...dayOf(y, b, a), ...dayOf(y, a, b)],
  ],
  [
    /^(\d{1,2})\.? ([A-Z]{3})[A-Z]*\.? (\d{4})$/,
    ([d = "", name = "", y = ""]) => dayOf(y, String(months.indexOf(name) + 1), d),
  ],
  [
    /^([A-Z]{3})[A-Z]* (\d{1,2}),? (\d{4})$/,
    ([name = "", d = "", y = ""]) => dayOf(y, String(months.indexOf(name) + 1), d),
  ],
  [
    /^(\d{8})$/,
    ([all = ""]) => [
      ...dayOf(all.slice(0, 4), all.slice(4, 6), all.slice(6)),
      // AAMVA: cards of the United States write month, day, year.
      ...dayOf(all.slice(4), all.slice(0, 2), all.slice(2, 4)),
    ],
  ],
  [/^(\d{6})$/, ([all = ""], kind, now) => [mrzDate(all, kind, now)].filter((day) => day !== null)],
];

/**
 * The days a text can stand for, as `YYYY-MM-DD`, the likeliest first: ISO, `14.11.2026`, `11/14/2026`,
 * `14 Nov 2026`, `20261114`, `11142026`, `261114`. Empty when it is no date.
 * @param kind decides the century of a two-digit year
 */
export function daysIn(text: string, kind: "birth" | "expiry", now: Date): string[] {
  const clean = text.normalize("NFKC").trim().toUpperCase();
  for (const [pattern, read] of readers) {
    const found = pattern.exec(clean);
    if (found) return [...new Set(read(found.slice(1), kind, now))].filter((day) => /^(1[89]|2\d)/.test(day));
  }
  return [];
}
