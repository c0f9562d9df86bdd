import { type Forms, noForms } from "@/lib/folding/forms";
import { capitals, isStandIn, latinSpellings, withoutMarks } from "@/lib/folding/letters";

/** The words of a name as a zone has them: apostrophes and dots vanish, every other sign parts two words. */
export const nameWords = (spelling: string): string[] =>
  spelling
    .replaceAll(/['.]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

/** Generations as AAMVA has them (element DCU) and as Brazil does, with the words that mean the same. */
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
const alsoNames = new Set(["NA", "NAN", "NIL", "NULL", "TEST", "BRAK", "INGEN", "GEEN", "OHNE", "MISSING"]);

/** A name that is one, or nothing: a dash, digits, `n/a` and `FNU` name nobody. */
export function realName(text: string | null | undefined): string | null {
  if (!text || !/\p{L}/u.test(text)) return null;
  const word = withoutMarks(capitals(text)).trim();
  return unknownNames.has(word) || (isStandIn(text) && !alsoNames.has(word)) ? null : text;
}

/** Spellings of one name that are worth a digest each. */
const mostSpellings = 12;
/** Two signs are a whole name in Chinese. */
const fewestLetters = 2;
/** Names of which every choice is worth a digest; of more, the single ones and the first few. */
const mostChosen = 4;
/** Names beyond which nobody's are chosen from: the work grows with the square of what a stranger writes. */
const mostNames = 12;

/**
 * One spelling for all that {@link latinSpellings} makes of a letter, so that a name of many marks has few digests and
 * `MULLER` finds `MUELLER`. `JOEL` becomes `JOL`, on both sides.
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

/** Every choice of some but not all of the words, in their order. */
function choices(words: readonly string[]): string[][] {
  if (words.length < 2) return [];
  const few = words.slice(0, mostNames);
  if (words.length > mostChosen)
    return [...few.map((word) => [word]), ...few.slice(2).map((_, at) => few.slice(0, at + 2))];
  return Array.from({ length: 2 ** words.length - 2 }, (_, at) =>
    words.filter((__, place) => ((at + 1) >> place) & 1),
  );
}

/** Scripts that write a whole name without a blank, the family's first. */
const isUnbroken = (text: string) =>
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}ー]+$/u.test(text);

/** Ways to write the same words, for which order and blanks do not count. */
function written(first: readonly string[], last: readonly string[]): string[] {
  const [given, family] = [shortest(first.join("")), shortest(last.join(""))];
  const forms = [[...first, ...last].sort().join(" "), [given, family].filter(Boolean).sort().join(" ")];
  return isUnbroken(family + given) ? [...forms, family + given] : forms;
}

/** An initial of a given name, which others write in full or leave out. A single Chinese or Korean sign is a whole name. */
export const isInitial = (word: string) =>
  /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]$/u.test(word);

/**
 * The ways in which a whole name is written, so that marks, apostrophes, hyphens, blanks and the order of names do
 * not count: `José O’Neill-Öztürk` and `ONEILL OEZTUERK JOSE` have one in common. Initials beside a name count as
 * little.
 * @param first null for people with one name alone, as `last` is
 * @returns `whole` with every name; `part` with some of the given names or of the family names left out. Both empty
 * where one letter is all
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
