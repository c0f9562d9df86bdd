import { z } from "zod";
import { sessionMetadata } from "@/lib/contract/metadata";
import { exactNumberText, numberOf, plainText } from "@/lib/format/exact-json";

/** A number of a vendor, in whatever characters it was written; a text of digits counts too. */
export const number = z.preprocess((value) => {
  const text = typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  return numberOf(text) ?? text;
}, z.number());

/** A whole number of a vendor, like {@link number}. */
export const whole = number.refine(Number.isSafeInteger, "expected a whole number");

/** A text of a vendor. A number becomes the characters it was written in. */
export const words = z.preprocess(
  (value) =>
    typeof value === "number" ? String(value) : typeof value === "string" ? plainText(value) : value,
  z.string(),
);

/** The id of something at a vendor, which becomes a part of addresses and of ids here. */
export const vendorId = words.refine((value) => /^[\x21-\x7e]{1,128}$/.test(value), {
  error: "expected 1 to 128 characters of ASCII without spaces",
});

/** Returns text as one line without characters that the database cannot hold; null when nothing is left. */
export function oneLine(value: string | null | undefined): string | null {
  const text = (value ?? "").toWellFormed().replaceAll("\0", "");
  return text.replaceAll(/[\s^]+/gu, " ").trim() || null;
}

/** Returns an instant as ISO 8601; null for a text that is none of the years 1900 to 2999. */
export function instantIn(value: unknown): string | null {
  const text = typeof value === "string" ? value.trim() : "";
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return null;
  // An instant without an offset is taken as UTC.
  const at = new Date(/(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.replace(" ", "T")}Z`);
  const year = Number.isNaN(at.getTime()) ? 0 : at.getUTCFullYear();
  return year >= 1900 && year < 3000 ? at.toISOString() : null;
}

/** Returns an instant of seconds since 1970 as ISO 8601; null for what is no such number. */
export const instantOfSeconds = (value: number | null | undefined): string | null =>
  value !== null && value !== undefined && value >= 0 && value < 32_503_680_000
    ? new Date(value * 1000).toISOString()
    : null;

/** Copies an object without the values that say nothing: undefined and null. */
export const present = (given: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== null));

/** Whether the contract can hold a customer's metadata: 50 keys, 16 KB each. */
export const isStorable = (metadata: Record<string, unknown>): boolean =>
  sessionMetadata.safeParse(metadata).success;

const sexes: Record<string, string> = {
  m: "male",
  male: "male",
  f: "female",
  female: "female",
  x: "unspecified",
  "<": "unspecified",
};

/** Returns the contract's word for a sex; any other text stays as the vendor wrote it. */
export function sexOf(value: string | null | undefined): string | null {
  const text = oneLine(value);
  return text && (sexes[text.toLowerCase()] ?? text);
}

/** Returns text of at most so many characters; null when there is none or it is longer. */
export const within = (value: string | null | undefined, most: number): string | null =>
  value && value.length <= most ? value : null;

/** A text in a value that is none, such as a number that is kept exact; null otherwise. */
export const textOf = (value: unknown): string | null =>
  typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : typeof value === "string"
      ? (exactNumberText(value) ?? plainText(value))
      : null;
