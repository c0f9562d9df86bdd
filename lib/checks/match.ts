import {
  addressWords,
  digitsOf,
  foldCountry,
  foldDocumentType,
  foldNumber,
  foldSex,
  latinSpellings,
  nameWords,
  scriptOf,
} from "@/lib/checks/fold";
import { daysIn } from "@/lib/checks/fold-date";
import type { ComparedField, FieldSource } from "@/lib/checks/schema";

/** What one source says of a field. `isCut`: the name did not fit its place and may lack letters or words. */
export type Reading = { source: FieldSource; value: string; isCut: boolean };

type Sameness = "same" | "different" | "incomparable";
type Matcher = (one: Reading, other: Reading, now: Date) => boolean;

const isSubset = (few: string[], many: string[]) => {
  const left = [...many];
  return few.every((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

/** Words of a cut name: each begins the word that stands at its place in the whole one, in order. */
function isCutFrom(cut: string[], whole: string[]): boolean {
  let at = 0;
  for (const word of cut) {
    while (at < whole.length && !whole[at]?.startsWith(word)) at++;
    if (at++ >= whole.length) return false;
  }
  return cut.length > 0;
}

/** Whether any spelling of one text and any of another satisfy a test. */
const anySpelling = (one: Reading, other: Reading, test: (a: string, b: string) => boolean) =>
  latinSpellings(one.value).some((a) => latinSpellings(other.value).some((b) => test(a, b)));

function sameName(one: Reading, other: Reading, mayLeaveOut: boolean): boolean {
  return anySpelling(one, other, (a, b) => {
    const [left, right] = [nameWords(a), nameWords(b)];
    if (left.length === 0 || right.length === 0) return false;
    if (left.join("") === right.join("")) return true;
    if (one.isCut && isCutFrom(left, right)) return true;
    if (other.isCut && isCutFrom(right, left)) return true;
    const [few, many] = left.length <= right.length ? [left, right] : [right, left];
    return isSubset(few, many) && (mayLeaveOut || few.length === many.length);
  });
}

/** Words an address must have before a shorter one can stand for a longer. */
const fewestAddressWords = 3;

const sameAddress: Matcher = (one, other) =>
  anySpelling(one, other, (a, b) => {
    const [left, right] = [addressWords(a), addressWords(b)];
    const [few, many] = left.length <= right.length ? [left, right] : [right, left];
    return isSubset(few, many) && few.length >= Math.min(fewestAddressWords, many.length);
  });

const sameDay =
  (kind: "birth" | "expiry"): Matcher =>
  (one, other, now) => {
    const days = daysIn(other.value, kind, now);
    if (days.length === 0) return one.value.trim() === other.value.trim();
    return daysIn(one.value, kind, now).some((day) => days.includes(day));
  };

const by =
  (fold: (text: string) => string): Matcher =>
  (one, other) =>
    fold(one.value) === fold(other.value);

/** With and without the country's prefix: the last ten digits, or all of a shorter number. */
const samePhone: Matcher = (one, other) => {
  const [a, b] = [digitsOf(one.value), digitsOf(other.value)];
  const length = Math.min(10, a.length, b.length);
  return length >= 7 ? a.slice(-length) === b.slice(-length) : a === b;
};

/** A form often asks for the last four digits alone. */
const sameSsn: Matcher = (one, other) => {
  const [a, b] = [digitsOf(one.value), digitsOf(other.value)];
  return a === b || (Math.min(a.length, b.length) === 4 && a.slice(-4) === b.slice(-4));
};

const sameType: Matcher = (one, other) => {
  const [a, b] = [foldDocumentType(one.value), foldDocumentType(other.value)];
  return a === b || ((a === "card" || b === "card") && a !== "passport" && b !== "passport");
};

const matchers: Record<ComparedField, Matcher> = {
  first_name: (one, other) => sameName(one, other, true),
  last_name: (one, other) => sameName(one, other, false),
  date_of_birth: sameDay("birth"),
  document_number: by(foldNumber),
  document_expiration_date: sameDay("expiry"),
  nationality: by(foldCountry),
  gender: by(foldSex),
  address: sameAddress,
  document_issuing_state: by(foldCountry),
  document_type: sameType,
  ssn: sameSsn,
  email: by((text) => text.normalize("NFKC").trim().toLowerCase()),
  phone: samePhone,
};

const writtenOut: readonly ComparedField[] = ["first_name", "last_name", "address"];

/** Whether two readings of a field say the same. Names in different scripts cannot be compared by rule. */
export function sameness(field: ComparedField, one: Reading, other: Reading, now: Date): Sameness {
  if (matchers[field](one, other, now)) return "same";
  const isWritten = writtenOut.includes(field);
  return isWritten && scriptOf(one.value) !== scriptOf(other.value) ? "incomparable" : "different";
}

const lookAlikes: Record<string, string> = {
  O: "0",
  Q: "0",
  D: "0",
  I: "1",
  L: "1",
  S: "5",
  Z: "2",
  B: "8",
  G: "6",
};
const lookAlike = (text: string) => foldNumber(text).replaceAll(/[OQDILSZBG]/g, (c) => lookAlikes[c] ?? c);

/** Whether one edit leads from one text to the other: a letter more, less or other, or two neighbours swapped. */
function isOneEdit(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const swapped = long[at + 1] === short[at] && long[at] === short[at + 1];
  if (long.length > short.length) return short.slice(at) === long.slice(at + 1);
  return (
    short.slice(at + 1) === long.slice(at + 1) || (swapped && short.slice(at + 2) === long.slice(at + 2))
  );
}

function dateHint(kind: "birth" | "expiry", one: Reading, other: Reading, now: Date): string | null {
  const [a = "", b = ""] = [daysIn(one.value, kind, now)[0], daysIn(other.value, kind, now)[0]];
  const [year, month, dayOfMonth] = a.split("-");
  return a && `${year}-${dayOfMonth}-${month}` === b ? "Day and month are swapped." : null;
}

/** What a difference may come from, in a short sentence; null when there is nothing to say. */
export function hintFor(
  field: ComparedField,
  one: Reading | undefined,
  other: Reading | undefined,
  now: Date,
): string | null {
  if (!one || !other) return null;
  if (field === "date_of_birth") return dateHint("birth", one, other, now);
  if (field === "document_expiration_date") return dateHint("expiry", one, other, now);
  if (field === "document_number" && lookAlike(one.value) === lookAlike(other.value))
    return "They differ only in characters that look alike.";
  const isNear = ["first_name", "last_name", "document_number"].includes(field);
  return isNear && isOneEdit(foldNumber(one.value), foldNumber(other.value))
    ? "They are one slip of a key apart."
    : null;
}
