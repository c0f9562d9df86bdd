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

/** The words of an address in its own order, with common words in their short form and a country at the end as its code. */
function wordsOf(spelling: string): string[] {
  const parts = spelling.replaceAll("#", " APT ").split(",");
  const country = parts.length > 1 ? foldCountry(parts.at(-1) ?? "") : null;
  const text = country ? [...parts.slice(0, -1), country].join(" ") : parts.join(" ");
  return nameWords(text).map((word) => shortForms[word] ?? word.replace(/STRASSE$/, "STR"));
}

/** The words of an address in one spelling, sorted. */
export const addressWords = (spelling: string): string[] => wordsOf(spelling).sort();

/**
 * An address as one word, in its own order, for spellings that part words elsewhere: `Haupt-Str.`, `L EGLISE`,
 * `T12X4Y9`. Two numbers stay two: 1/11 is not 11/1.
 */
export const joinedAddress = (spelling: string): string =>
  wordsOf(spelling)
    .join(" ")
    .replaceAll(/(?<!\d) | (?!\d)/g, "");

/** Words an address must have to name one place: a town alone joins all who live there. */
export const fewestAddressWords = 3;

const mostSpellings = 6;

/** What an address is the same by: its words, whatever their order, case and marks. */
export function addressForms(text: string): Forms {
  const forms = latinSpellings(text, mostSpellings)
    .map(addressWords)
    .filter((words) => words.length >= fewestAddressWords)
    .map((words) => words.join(" "));
  return forms.length > 0 ? { whole: [...new Set(forms)], part: [] } : noForms;
}

/**
 * An address or any other value as one line; the parts of an object in their order, numbers among them.
 * @returns null for what is empty
 */
export function lineOf(value: unknown): string | null {
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "string") return plainText(value).trim() || null;
  if (!value || typeof value !== "object") return null;
  const parts = Object.values(value).flatMap((part) => lineOf(part) ?? []);
  return parts.length > 0 ? parts.join(", ") : null;
}
