import { type Forms, noForms } from "@/lib/folding/forms";
import { capitals, isStandIn, latinSpellings, withoutMarks } from "@/lib/folding/letters";

/** The words of a name as a zone has them: apostrophes and dots vanish, every other sign parts two words. */
export const nameWords = (spelling: string): string[] =>
  spelling
    .replaceAll(/['.]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

/** Generations as AAMVA has them (element DCU), with the words that mean the same. */
const suffixes: Record<string, string> = {
  JR: "JR",
  JNR: "JR",
  JUNIOR: "JR",
  SR: "SR",
  SNR: "SR",
  SENIOR: "SR",
  II: "2",
  "2ND": "2",
  III: "3",
  "3RD": "3",
  IV: "4",
  "4TH": "4",
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
};
const titles = new Set(["DR", "PROF", "MR", "MRS", "MS", "MISS", "HERR", "FRAU", "ING", "MAG"]);

export type NameParts = {
  /** What is the name itself, never empty where there is any word. */
  words: string[];
  /** `JR`, `3`: the generation; null without one. */
  suffix: string | null;
};

/**
 * Tells a name from what stands around it: a generation behind it and titles before it. Both are kept apart from the
 * name on some documents and written into it on others, so that they prove no difference.
 */
export function nameParts(spelling: string): NameParts {
  const words = nameWords(spelling);
  while (words.length > 1 && titles.has(words[0] ?? "")) words.shift();
  const suffix = words.length > 1 ? (suffixes[words.at(-1) ?? ""] ?? null) : null;
  return { words: suffix ? words.slice(0, -1) : words, suffix };
}

/** What United States papers write for a name that is not known: first or last name unknown. */
const unknownNames = new Set(["FNU", "LNU"]);
/** Stand-ins that are also names of people. */
const alsoNames = new Set(["NA", "NIL", "NULL", "TEST", "BRAK", "INGEN", "GEEN", "OHNE", "MISSING"]);

/** A name that is one, or nothing: a dash, `n/a` and `FNU` name nobody. */
export function realName(text: string | null | undefined): string | null {
  if (!text) return null;
  const word = withoutMarks(capitals(text)).trim();
  return unknownNames.has(word) || (isStandIn(text) && !alsoNames.has(word)) ? null : text;
}

/** Spellings of one name that are worth a digest each. */
const mostSpellings = 12;
/** Two signs are a whole name in Chinese. */
const fewestLetters = 2;
/** Given names of which every choice is worth a digest; of more, the single ones and the first few. */
const mostChosen = 3;

/** Every choice of some but not all of the given names, in their order. */
function choices(words: readonly string[]): string[][] {
  if (words.length < 2) return [];
  if (words.length > mostChosen)
    return [...words.map((word) => [word]), ...words.slice(2).map((_, at) => words.slice(0, at + 2))];
  return Array.from({ length: 2 ** words.length - 2 }, (_, at) =>
    words.filter((__, place) => ((at + 1) >> place) & 1),
  );
}

/** Two ways to write the same words, for which order and blanks do not count. */
const written = (first: readonly string[], last: readonly string[]): string[] => [
  [...first, ...last].sort().join(" "),
  [first.join(""), last.join("")].filter(Boolean).sort().join(" "),
];

/**
 * The ways in which a whole name is written, so that marks, apostrophes, hyphens, blanks and the order of names do
 * not count: `José O’Neill-Öztürk` and `ONEILL OEZTUERK JOSE` have one in common.
 * @param first null for people with one name alone, as `last` is
 * @returns `whole` with every name; `part` with some of the given names left out. Both empty where one letter is all
 */
export function nameForms(first: string | null | undefined, last: string | null | undefined): Forms {
  const [given, family] = [realName(first), realName(last)];
  const whole = new Set<string>();
  const part = new Set<string>();
  for (const a of given ? latinSpellings(given, mostSpellings) : [""])
    for (const b of family ? latinSpellings(family, mostSpellings) : [""]) {
      const [firsts, lasts] = [nameParts(a).words, nameParts(b).words];
      if ([...firsts, ...lasts].join("").length < fewestLetters) return noForms;
      for (const form of written(firsts, lasts)) whole.add(form);
      if (lasts.length === 0) continue;
      for (const few of choices(firsts)) for (const form of written(few, lasts)) part.add(form);
    }
  return { whole: [...whole], part: [...part].filter((form) => !whole.has(form)) };
}
