import { countryName } from "@/lib/format/country";
import { alpha2ByAlpha3 } from "@/lib/format/country-codes";
import { words } from "@/lib/format/words";

/**
 * Letters with more than one spelling in A to Z (ICAO Doc 9303 part 3, section 6, table A), and the spelling without
 * the mark that people type.
 */
const spellings: Record<string, readonly string[]> = {
  Ä: ["AE", "A"],
  Ö: ["OE", "O"],
  Ü: ["UE", "U"],
  Å: ["AA", "A"],
  Æ: ["AE"],
  Ø: ["OE", "O"],
  Œ: ["OE"],
  ẞ: ["SS"],
  Ñ: ["N", "NXX"],
  Þ: ["TH"],
  Ð: ["D", "DH"],
  Đ: ["D"],
  Ł: ["L"],
  İ: ["I"],
  Ə: ["E", "A"],
  Ŋ: ["N"],
};

const mostSpellings = 64;

/** Capitals of a text; `ß` and the Turkish letters stay one letter each, which `toUpperCase` alone would not do. */
const capitals = (text: string) =>
  text.normalize("NFKC").replaceAll("ß", "ẞ").replaceAll("ı", "I").toUpperCase().normalize("NFC");

const withoutMarks = (text: string) => text.normalize("NFD").replaceAll(/\p{M}/gu, "");

/** Every way a text can be spelled in A to Z; a text with very many ways gets the first of each letter. */
export function latinSpellings(text: string): string[] {
  let found = [""];
  for (const letter of capitals(text)) {
    const options = spellings[letter] ?? [withoutMarks(letter)];
    const isMany = found.length * options.length > mostSpellings;
    found = found.flatMap((start) =>
      options.slice(0, isMany ? 1 : undefined).map((option) => start + option),
    );
  }
  return [...new Set(found)];
}

/** The words of a name as a zone has them: apostrophes and dots vanish, every other sign parts two words. */
export const nameWords = (spelling: string): string[] =>
  spelling
    .replaceAll(/['’‘ʼ`.]/g, "")
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter(Boolean);

/** Whether a text is written in Latin letters, in another script, or in both. */
export function scriptOf(text: string): "latin" | "other" | "mixed" {
  const isLatin = /\p{Script=Latin}/u.test(text);
  const isOther = /[^\p{Script=Latin}\P{L}]/u.test(text);
  if (isLatin && isOther) return "mixed";
  return isOther ? "other" : "latin";
}

/** Letters and digits alone, in capitals. */
export const foldNumber = (text: string) => capitals(text).replaceAll(/[^\p{L}\p{N}]/gu, "");

export const digitsOf = (text: string) => text.normalize("NFKC").replaceAll(/\D/g, "");

const alpha2ByName = new Map(
  [...alpha2ByAlpha3.values()].map((alpha2) => [withoutMarks(countryName(alpha2)).toUpperCase(), alpha2]),
);

/** `DEU`, `D`, `de`, `Germany` → `DE`; what names no country comes back folded. */
export function foldCountry(text: string): string {
  const code = capitals(text).replaceAll("<", "").trim();
  if (code === "D") return "DE";
  return alpha2ByAlpha3.get(code) ?? alpha2ByName.get(withoutMarks(code)) ?? code;
}

const sexes: Record<string, string> = {
  M: "male",
  MALE: "male",
  MAN: "male",
  F: "female",
  FEMALE: "female",
  WOMAN: "female",
  // AAMVA DL/ID card design standard, element DBC.
  "1": "male",
  "2": "female",
};

/** `M`, `male`, `1` → `male`; whatever is neither is `unspecified`. */
export const foldSex = (text: string): string => sexes[capitals(text).trim()] ?? "unspecified";

/** The kind of document, by its name or by the code of a machine readable zone; `card` is any kind of card. */
export function foldDocumentType(text: string): string {
  const name = words(text.trim());
  if (/^p[a-z<]?$/i.test(text) || /passport/i.test(name)) return "passport";
  if (/^[aci][a-z<]?$/i.test(text)) return "card";
  if (/licen[cs]e|driv/i.test(name)) return "driver licence";
  if (/permit|visa card/i.test(name)) return "residence permit";
  return /\bid\b|identity|national/i.test(name) ? "national ID" : name;
}

const shortForms: Record<string, string> = {
  STREET: "ST",
  STRASSE: "STR",
  AVENUE: "AVE",
  ROAD: "RD",
  DRIVE: "DR",
  LANE: "LN",
  BOULEVARD: "BLVD",
  COURT: "CT",
  PLACE: "PL",
  SQUARE: "SQ",
  APARTMENT: "APT",
  UNIT: "APT",
  FLAT: "APT",
  NORTH: "N",
  SOUTH: "S",
  EAST: "E",
  WEST: "W",
};

/** The words of an address in one spelling, sorted, with common words in their short form. */
export const addressWords = (spelling: string): string[] =>
  nameWords(spelling.replaceAll("#", " APT "))
    .map((word) => shortForms[word] ?? word.replace(/STRASSE$/, "STR"))
    .sort();
