import { capitals, withoutMarks } from "@/lib/folding/letters";

/**
 * Languages whose month names passports print, after English and French, the only ones that Doc 9303 part 3, section
 * 3.6, allows.
 */
const usual = ["en", "fr", "es", "de", "it", "pt", "nl", "sv", "da", "nb"];
const others =
  `fi et lv lt pl cs sk sl hr bs sq hu ro tr az id ms sw is ga cy mt eu ca gl el ru uk be bg mk sr
  sr-Latn kk ky mn hy ka ar fa ur he hi bn ta te th vi uz tk fil so am lb fo`.split(/\s+/);

/** Month names that passports print but CLDR lacks. */
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

/** Returns the month names of a language, long and short, alone and within a date, each with its number. */
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

/**
 * Returns a function that finds the months whose name in one of these languages is a word or begins with it. The
 * names are computed at first use.
 */
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

/** Returns the months that a word may mean: `sure` in the usual languages, `all` in any language. */
function monthsOf(word: string): { sure: Set<number>; all: Set<number> } {
  const letters = fold(word);
  const known = printed[letters];
  const sure = known === undefined ? usualMonths(letters) : new Set([known]);
  return { sure, all: new Set([...sure, ...otherMonths(letters)]) };
}

/**
 * Lists the months that one word can mean, or several words that mean the same month: `MAY`, `MAY/MAI`, `sierpnia`,
 * `IX`, `5月`. If two languages use a word for different months, both are listed, unless a second word decides.
 * @returns numbers from 1 to 12; empty when the words name no month
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
