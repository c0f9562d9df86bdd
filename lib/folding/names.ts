import { type Forms, noForms } from "@/lib/folding/forms";
import { capitals, isStandIn, latinSpellings, withoutMarks } from "@/lib/folding/letters";

/**
 * Splits a name into words like a machine readable zone: apostrophes and dots are dropped, every other sign separates
 * words.
 */
export const nameWords = (spelling: string): string[] =>
  spelling
    .replaceAll(/['.]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

/** Suffixes for generations, as in AAMVA (element DCU) and in Brazil, each with its equivalents. */
const suffixes: Record<string, string> = {
  JR: "JR",
  JNR: "JR",
  JUNIOR: "JR",
  SR: "SR",
  SNR: "SR",
  SENIOR: "SR",
  FILHO: "FILHO",
  NETO: "NETO",
  SOBRINHO: "SOBRINHO",
  "1ST": "1",
  II: "2",
  "2ND": "2",
  III: "3",
  "3RD": "3",
  IV: "4",
  "4TH": "4",
  V: "5",
  "5TH": "5",
  VI: "6",
  "6TH": "6",
  VII: "7",
  "7TH": "7",
  VIII: "8",
  "8TH": "8",
  IX: "9",
  "9TH": "9",
  ESQ: "ESQ",
  PHD: "PHD",
};
const titles = new Set(["DR", "PROF", "MR", "MRS", "MS", "MISS", "HERR", "FRAU", "ING", "MAG", "DIPL"]);

export type NameParts = {
  /** The words of the name itself; empty only for an empty name. */
  words: string[];
  /** The generation, such as `JR` or `3`; null without one. */
  suffix: string | null;
};

/**
 * Separates a name from titles before it and a generation after it. Some documents print these separately and others
 * within the name, so they prove no difference.
 */
export function nameParts(spelling: string): NameParts {
  const words = nameWords(spelling);
  while (words.length > 1 && titles.has(words[0] ?? "")) words.shift();
  const suffix = words.length > 1 ? (suffixes[words.at(-1) ?? ""] ?? null) : null;
  return { words: suffix ? words.slice(0, -1) : words, suffix };
}

/** United States papers write FNU or LNU for an unknown first or last name. */
const unknownNames = new Set(["FNU", "LNU"]);
/** Placeholders that are also real names. */
const alsoNames = new Set(["NA", "NAN", "NIL", "NULL", "TEST", "BRAK", "INGEN", "GEEN", "OHNE", "MISSING"]);

/** Returns the text if it is a name, otherwise null: a dash, digits, `n/a` and `FNU` name nobody. */
export function realName(text: string | null | undefined): string | null {
  if (!text || !/\p{L}/u.test(text)) return null;
  const word = withoutMarks(capitals(text)).trim();
  return unknownNames.has(word) || (isStandIn(text) && !alsoNames.has(word)) ? null : text;
}

/** At most this many spellings of a name get a digest. */
const mostSpellings = 12;
/** Two characters are a whole name in Chinese. */
const fewestLetters = 2;
/** Up to this many names, every combination gets a digest; above it, only single names and the first few together. */
const mostChosen = 4;
/** Combinations use at most this many names, because the work grows with the square of a stranger's input. */
const mostNames = 12;

/**
 * Shortens the spellings that {@link latinSpellings} gives for a letter to one, so that a name with many marks has
 * few digests and `MULLER` finds `MUELLER`. `JOEL` becomes `JOL`, on both sides.
 */
const shortest = (spelling: string): string =>
  spelling
    .replaceAll(/([AOU])E/g, "$1")
    .replaceAll(/A{2,}/g, "A")
    .replaceAll(/([UN])XX/g, "$1")
    .replaceAll(/D[HJ]/g, "D");

const spellingsOf = (name: string): string[] => [
  ...new Set(
    latinSpellings(name, mostSpellings).map((spelling) => shortest(spelling.replaceAll(/['.]/g, ""))),
  ),
];

/** Returns the combinations of some but not all words, in their order; see `mostChosen`. */
function choices(words: readonly string[]): string[][] {
  if (words.length < 2) return [];
  const few = words.slice(0, mostNames);
  if (words.length > mostChosen)
    return [...few.map((word) => [word]), ...few.slice(2).map((_, at) => few.slice(0, at + 2))];
  return Array.from({ length: 2 ** words.length - 2 }, (_, at) =>
    words.filter((__, place) => ((at + 1) >> place) & 1),
  );
}

/** Scripts in which a whole name is written without a space, family name first. */
export const isUnbroken = (text: string) =>
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(text);

/** Returns the forms of a name, independent of word order and spaces. */
function written(first: readonly string[], last: readonly string[]): string[] {
  const [given, family] = [shortest(first.join("")), shortest(last.join(""))];
  const forms = [[...first, ...last].sort().join(" "), [given, family].filter(Boolean).sort().join(" ")];
  return isUnbroken(family + given) ? [...forms, family + given] : forms;
}

/**
 * Returns whether a word is an initial, which other sources write in full or leave out. A single Chinese or Korean
 * character is a whole name.
 */
export const isInitial = (word: string) =>
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u.test(word);

/**
 * Returns the forms for matching a whole name, independent of marks, apostrophes, hyphens, spaces and word order:
 * `José O’Neill-Öztürk` and `ONEILL OEZTUERK JOSE` share a form. Initials beside a full given name may be left out.
 * @param first null for a person with one name; `last` likewise
 * @returns `whole` has all names; `part` lacks some given or family names. Both are empty for a single letter
 */
export function nameForms(first: string | null | undefined, last: string | null | undefined): Forms {
  const [given, family] = [realName(first), realName(last)];
  const whole = new Set<string>();
  const part = new Set<string>();
  for (const a of given ? spellingsOf(given) : [""])
    for (const b of family ? spellingsOf(family) : [""]) {
      const [firsts, lasts] = [nameParts(a).words, nameParts(b).words];
      if ([...firsts, ...lasts].join("").length < fewestLetters) return noForms;
      const full = firsts.filter((word) => !isInitial(word));
      for (const names of [firsts, ...(full.length > 0 ? [full] : [])])
        for (const form of written(names, lasts)) whole.add(form);
      if (lasts.length === 0) continue;
      for (const few of [firsts, ...choices(firsts)].filter((names) => names.length > 0))
        for (const some of [lasts, ...choices(lasts)]) for (const form of written(few, some)) part.add(form);
    }
  return { whole: [...whole], part: [...part].filter((form) => !whole.has(form)) };
}
