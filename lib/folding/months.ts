import { capitals, withoutMarks } from "@/lib/folding/letters";

/** Languages whose months stand on passports, after English and French, which Doc 9303 part 3, section 3.6, allows alone. */
const usual = ["en", "fr", "es", "de", "it", "pt", "nl", "sv", "da", "nb"];
const others =
  `fi et lv lt pl cs sk sl hr bs sq hu ro tr az id ms sw is ga cy mt eu ca gl el ru uk be bg mk sr
  sr-Latn kk ky mn hy ka ar fa ur he hi bn ta te th vi uz tk fil so am lb fo`.split(/\s+/);

/** What passports print and CLDR does not have. */
const printed: Record<string, number> = {
  MRZ: 3,
  MRT: 3,
  SEPT: 9,
  DESEMBER: 12,
  JANV: 1,
  AGT: 8,
  JULHO: 7,
  MAY: 5,
};

const romans = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

const fold = (text: string) => withoutMarks(capitals(text)).replaceAll(/[^\p{L}\p{M}]/gu, "");

/** Names of months in a language, long and short, alone and within a date, each with its number. */
function namesIn(locale: string): [string, number][] {
  const forms: Intl.DateTimeFormatOptions[] = [
    { month: "long" },
    { month: "short" },
    { month: "long", day: "numeric" },
    { month: "short", day: "numeric" },
  ];
  return forms.flatMap((form) => {
    const format = new Intl.DateTimeFormat(locale, {
      ...form,
      calendar: "gregory",
      numberingSystem: "latn",
      timeZone: "UTC",
    });
    return Array.from({ length: 12 }, (_, at): [string, number] => {
      const parts = format.formatToParts(new Date(Date.UTC(2001, at, 15)));
      return [fold(parts.find(({ type }) => type === "month")?.value ?? ""), at + 1];
    }).filter(([name]) => name);
  });
}

const shortest = 3;

/** Finds the months whose name in one of these languages begins with some letters; the names are made at first use. */
function finder(locales: readonly string[]): (word: string) => Set<number> {
  let names: [string, number][] | undefined;
  return (word) => {
    names ??= locales.flatMap(namesIn);
    const found = names.filter(
      ([name]) => name === word || (word.length >= shortest && name.startsWith(word)),
    );
    return new Set(found.map(([, month]) => month));
  };
}

const usualMonths = finder(usual);
const otherMonths = finder(others);

/** Months a word may name in any language; `isSure` when one of the usual languages has it. */
function monthsOf(word: string): { sure: Set<number>; all: Set<number> } {
  const letters = fold(word);
  const known = printed[letters];
  const sure = known === undefined ? usualMonths(letters) : new Set([known]);
  return { sure, all: new Set([...sure, ...otherMonths(letters)]) };
}

/**
 * The months that a word can stand for, or several that stand for the same one: `MAY`, `MAY/MAI`, `sierpnia`, `IX`,
 * `5月`. A word that two languages use for different months is both; a second language beside it decides.
 * @returns numbers from 1 to 12; empty for what names no month
 */
export function monthsIn(words: readonly string[]): number[] {
  const read = words.map((word) => {
    const roman = romans.indexOf(word) + 1;
    const counted = /^(\d{1,2})[月월]$/u.exec(word);
    const number = roman || Number(counted?.[1] ?? 0);
    const only = new Set(number >= 1 && number <= 12 ? [number] : []);
    return only.size > 0 ? { sure: only, all: only } : monthsOf(word);
  });
  const [first, ...rest] = read;
  if (!first) return [];
  if (rest.length === 0) return [...(first.sure.size > 0 ? first.sure : first.all)];
  const shared = [...first.all].filter((month) => rest.every(({ all }) => all.has(month)));
  const sure = shared.filter((month) => read.every((each) => each.sure.has(month)));
  return sure.length > 0 ? sure : shared;
}
