import { foldCountry } from "@/lib/folding/countries";
import { type Forms, noForms } from "@/lib/folding/forms";
import { latinSpellings } from "@/lib/folding/letters";
import { nameWords } from "@/lib/folding/names";
import { plainText } from "@/lib/format/exact-json";

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
  ULICA: "UL",
  CALLE: "C",
  AVENIDA: "AV",
  AVDA: "AV",
  APARTMENT: "APT",
  UNIT: "APT",
  FLAT: "APT",
  NORTH: "N",
  SOUTH: "S",
  EAST: "E",
  WEST: "W",
};

/**
 * Splits an address into words in its own order. Common words are shortened, and a country at the end becomes its
 * code.
 */
function wordsOf(spelling: string): string[] {
  const parts = spelling.replaceAll("#", " APT ").split(",");
  const country = parts.length > 1 ? foldCountry(parts.at(-1) ?? "") : null;
  const text = country ? [...parts.slice(0, -1), country].join(" ") : parts.join(" ");
  return nameWords(text).map((word) => shortForms[word] ?? word.replace(/STRASSE$/, "STR"));
}

/** Returns the normalized words of an address, sorted. */
export const addressWords = (spelling: string): string[] => wordsOf(spelling).sort();

/**
 * Joins an address to one word, in its own order, for spellings that separate words differently: `Haupt-Str.`, `L
 * EGLISE`, `T12X4Y9`. Adjacent numbers stay separate: 1/11 is not 11/1.
 */
export const joinedAddress = (spelling: string): string =>
  wordsOf(spelling)
    .join(" ")
    .replaceAll(/(?<!\d) | (?!\d)/g, "");

/** An address needs this many words to identify a place: a town alone would match everyone who lives there. */
export const fewestAddressWords = 3;

const mostSpellings = 6;

/** Returns the forms for matching an address: its words, regardless of order, case and marks. */
export function addressForms(text: string): Forms {
  const forms = latinSpellings(text, mostSpellings)
    .map(addressWords)
    .filter((words) => words.length >= fewestAddressWords)
    .map((words) => words.join(" "));
  return forms.length > 0 ? { whole: [...new Set(forms)], part: [] } : noForms;
}

/**
 * Writes an address or any other value as one line; the parts of an object in their order, joined by commas.
 * @returns null for an empty value
 */
export function lineOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return plainText(value).trim() || null;
  if (!value || typeof value !== "object") return null;
  const parts = Object.values(value).flatMap((part) => lineOf(part) ?? []);
  return parts.length > 0 ? parts.join(", ") : null;
}
