import { withTwins } from "@/lib/folding/twins";

/**
 * Letters with more than one spelling in A to Z (ICAO Doc 9303 part 3, section 6, table A), and the spelling without
 * the mark that people type. The first is the one a machine readable zone prefers.
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
  // As Croatian and Serbian zones have it; Vietnamese ones have D alone.
  Đ: ["D", "DJ"],
  Ł: ["L"],
  Ħ: ["H"],
  Ŧ: ["T"],
  İ: ["I"],
  // Hungarian zones write both as they write Ö and Ü.
  Ő: ["O", "OE"],
  Ű: ["U", "UE"],
  Ə: ["E", "A"],
  Ŋ: ["N"],
  ĸ: ["Q", "K"],
  // Letters of African languages, which zones write without their hooks.
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

/** Signs that nobody sees (joiners, marks of direction, soft hyphens), and the line that stretches an Arabic word. */
const unseen = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/** Whatever keyboards and languages use as an apostrophe, the Hawaiian okina and the saltillo among them. */
const apostrophes = /['’‘‛ʼʻʽʾʿˈˊˋˮʹʽ՚׳′´`＇Ꞌꞌ]/gu;

/** Middle dots belong to the Catalan letter l·l and to nothing else between two letters. */
const middleDots = /(?<=\p{L})[·‧](?=\p{L})/gu;

/** Digits of every script as 0 to 9. Unicode has them in runs of ten, from zero to nine (Standard, section 4.6). */
export const asciiDigits = (text: string): string =>
  text.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value);
  });

/**
 * A text in capitals with one spelling for whatever looks the same: compatibility forms, digits of all scripts,
 * apostrophes. `ß` and the Turkish letters stay one letter each, which `toUpperCase` alone would not do.
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
 * Marks that are written or left out at will, the dot of Hindi and Punjabi (nukta) among them. A vowel sign of Hindi
 * or Thai is no such mark: it is a part of the word.
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
 * Every way a text can be spelled in A to Z. Of a text with more than `most` ways, those that treat every letter
 * alike: all as a zone prefers them, all without their marks.
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

/** Whether a text is written in Latin letters, in another script, or in both. Letters of no script do not count. */
export function scriptOf(text: string): "latin" | "other" | "mixed" {
  const isLatin = /\p{Script=Latin}/u.test(text);
  const isOther = /(?![\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}])\p{L}/u.test(text);
  if (isLatin && isOther) return "mixed";
  return isOther ? "other" : "latin";
}

/** Whether letters and digits are enough, and unlike enough, to tell one value from another: `000 000` is a stand-in. */
export function isTelling(folded: string, fewest: number): boolean {
  const signs = folded.match(/[\p{L}\p{N}]/gu) ?? [];
  return signs.length >= fewest && new Set(signs).size > 1;
}

/** Letters and digits alone, in capitals and without marks. */
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

/** Words that people and programs write where they have no value: `n/a`, `unknown`, `—`, `keine Angabe`. */
export function isStandIn(text: string): boolean {
  const letters = bare(text);
  return letters === "" || /^X{2,}$/.test(letters) || standIns.has(letters);
}
