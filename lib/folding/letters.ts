import { withTwins } from "@/lib/folding/twins";

/**
 * Letters with several spellings in A to Z (ICAO Doc 9303 part 3, section 6, table A), including the spelling without
 * the mark that people type. Machine readable zones prefer the first.
 */
const spellings: Record<string, readonly string[]> = {
  Ä: ["AE", "A"],
  Ö: ["OE", "O"],
  Ü: ["UE", "U", "UXX"],
  Å: ["AA", "A"],
  Æ: ["AE"],
  Ø: ["OE", "O"],
  Œ: ["OE"],
  ẞ: ["SS"],
  Ñ: ["N", "NXX"],
  Þ: ["TH"],
  Ð: ["D", "DH"],
  // Croatian and Serbian zones write DJ; Vietnamese zones write only D.
  Đ: ["D", "DJ"],
  Ł: ["L"],
  Ħ: ["H"],
  Ŧ: ["T"],
  İ: ["I"],
  // Hungarian zones write both letters like Ö and Ü.
  Ő: ["O", "OE"],
  Ű: ["U", "UE"],
  Ə: ["E", "A"],
  Ŋ: ["N"],
  ĸ: ["Q", "K"],
  // Letters of African languages; zones write the plain letter.
  Ɓ: ["B"],
  Ɖ: ["D"],
  Ɗ: ["D"],
  Ɛ: ["E"],
  Ɠ: ["G"],
  Ɣ: ["G"],
  Ɨ: ["I"],
  Ƙ: ["K"],
  Ɲ: ["N"],
  Ɔ: ["O"],
  Ƴ: ["Y"],
};

/** Invisible characters (joiners, direction marks, soft hyphens), and the character that stretches an Arabic word. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/**
 * Every character that keyboards and languages use as an apostrophe, including the Hawaiian okina and the saltillo.
 */
const apostrophes = /['’‘‛ʼʻʽʾʿˈˊˋˮʹʽ՚׳′´`＇Ꞌꞌ]/gu;

/** Between two letters, a middle dot occurs only in the Catalan l·l. */
const middleDots = /(?<=\p{L})[·‧](?=\p{L})/gu;

/**
 * Converts digits of every script to 0 to 9. Unicode encodes them in runs of ten, from zero to nine (Standard,
 * section 4.6).
 */
export const asciiDigits = (text: string): string =>
  text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value);
  });

/**
 * Converts text to capitals and unifies characters that look the same: compatibility forms, digits of all scripts,
 * apostrophes. Unlike `toUpperCase` alone, it keeps `ß` and the Turkish letters as one letter each.
 */
export const capitals = (text: string): string =>
  withTwins(
    asciiDigits(
      text.replaceAll(unseen, "").replaceAll(apostrophes, "'").replaceAll(middleDots, "").normalize("NFKC"),
    )
      .replaceAll("ß", "ẞ")
      .replaceAll("ı", "I")
      .toUpperCase()
      .normalize("NFC"),
  );

/**
 * Returns whether a mark is optional in writing, such as the dot of Hindi and Punjabi (nukta). Vowel signs of Hindi
 * or Thai are not: they are part of the word.
 */
const isOptional = (mark: string) =>
  /[\p{Script=Inherited}\p{Script=Arabic}\p{Script=Hebrew}\u093c\u0a3c]/u.test(mark) &&
  !/[\u3099\u309a]/.test(mark);

export const withoutMarks = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Mn}/gu, (mark) => (isOptional(mark) ? "" : mark))
    .normalize("NFC");

/**
 * Lists every spelling of a text in A to Z. If there are more than `most`, it lists only spellings that treat all
 * letters alike: all as zones prefer them, or all without marks.
 */
export function latinSpellings(text: string, most = 64): string[] {
  const letters = [...capitals(text)].map((letter) => spellings[letter] ?? [withoutMarks(letter)]);
  const count = letters.reduce((product, options) => Math.min(product * options.length, most + 1), 1);
  if (count > most) {
    const alike = [0, 1, 2].map((at) =>
      letters.map((options) => options[at] ?? options.at(-1) ?? "").join(""),
    );
    return [...new Set(alike)];
  }
  let found = [""];
  for (const options of letters) found = found.flatMap((start) => options.map((option) => start + option));
  return [...new Set(found)];
}

/**
 * Returns whether a text is written in Latin letters, in another script, or in both. Characters without a script do
 * not count.
 */
export function scriptOf(text: string): "latin" | "other" | "mixed" {
  const isLatin = /\p{Script=Latin}/u.test(text);
  const isOther = /(?![\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}])\p{L}/u.test(text);
  if (isLatin && isOther) return "mixed";
  return isOther ? "other" : "latin";
}

/**
 * Returns whether a text has at least `fewest` letters and digits and at least two different ones: `000 000` is a
 * placeholder.
 */
export function isTelling(folded: string, fewest: number): boolean {
  const signs = folded.match(/[\p{L}\p{N}]/gu) ?? [];
  return signs.length >= fewest && new Set(signs).size > 1;
}

/** Keeps only letters and digits, in capitals and without marks. */
const bare = (text: string) => withoutMarks(capitals(text)).replaceAll(/[^\p{L}\p{N}]/gu, "");

const standIns = new Set(
  `NA NIL NONE NULL NAN UNKNOWN UNDEFINED UNSPECIFIED UNAVAILABLE NOTAVAILABLE NOTAPPLICABLE NOTPROVIDED NOTGIVEN
   NOTKNOWN NOTSET NOTONFILE NOTDISCLOSED MISSING EMPTY PENDING REDACTED WITHHELD REFUSED DELETED ERASED TEST TBC TBD TBA
   TOBECONFIRMED TOBEDETERMINED ANONYMOUS NODATA NONAME NOEMAIL NOPHONE
   UNBEKANNT KEINE KEINEANGABE OHNE INCONNU AUCUN NEANT NONCONNU NONRENSEIGNE DESCONOCIDO NINGUNO SINDATOS DESCONHECIDO
   NAOINFORMADO SCONOSCIUTO NESSUNO ONBEKEND GEEN NIEZNANY BRAK UKENDT UKJENT OKAND INGEN TUNTEMATON NEZNAMY ISMERETLEN
   NECUNOSCUT NEZINOMA BILINMIYOR НЕИЗВЕСТНО НЕИЗВЕСТЕН НЕУКАЗАНО НЕВІДОМО НЕТ НЕМАЄ ΑΓΝΩΣΤΟ غيرمعروف لايوجد לאידוע
   未知 不明 不詳 无 なし 없음 미상 ไม่ทราบ ไม่มี अज्ञात`
    .split(/\s+/)
    .map(bare),
);

/** Returns whether a text is a placeholder for a missing value: `n/a`, `unknown`, `—`, `keine Angabe`. */
export function isStandIn(text: string): boolean {
  const letters = bare(text);
  return letters === "" || /^X{2,}$/.test(letters) || standIns.has(letters);
}
