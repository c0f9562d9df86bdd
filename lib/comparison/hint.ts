import type { Reading, Setting } from "@/lib/comparison/match";
import type { ComparedField } from "@/lib/contract/vocabulary";
import { type DateKind, datesIn } from "@/lib/folding/dates";
import { foldNumber } from "@/lib/folding/numbers";

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

/**
 * Returns whether one edit turns one text into the other: a letter added, removed or replaced, or two neighbours
 * swapped.
 */
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

/** The Buddhist calendar of Thailand, Laos and Cambodia is this many years ahead. */
const buddhistYears = 543;

/** Converts a date with a Buddhist year to the Gregorian calendar. */
export const fromBuddhist = (date: string): string =>
  `${Number(date.slice(0, 4)) - buddhistYears}${date.slice(4)}`;

function dateHint(kind: DateKind, one: Reading, other: Reading, { now }: Setting): string | null {
  const [a = "", b = ""] = [datesIn(one.value, kind, now)[0], datesIn(other.value, kind, now)[0]];
  if (!a || !b) return null;
  if (fromBuddhist(a) === b || fromBuddhist(b) === a)
    return "They are 543 years apart: one is of the Buddhist calendar.";
  const [year, month, dayOfMonth] = a.split("-");
  return `${year}-${dayOfMonth}-${month}` === b ? "Day and month are swapped." : null;
}

/** Returns a short sentence on the likely cause of a difference; null when no cause is known. */
export function hintFor(
  field: ComparedField,
  one: Reading | undefined,
  other: Reading | undefined,
  setting: Setting,
): string | null {
  if (!one || !other) return null;
  if (field === "date_of_birth") return dateHint("birth", one, other, setting);
  if (field === "document_expiration_date") return dateHint("expiry", one, other, setting);
  if (field === "document_number" && lookAlike(one.value) === lookAlike(other.value))
    return "They differ only in characters that look alike.";
  const isNear = ["first_name", "last_name", "document_number"].includes(field);
  return isNear && isOneEdit(foldNumber(one.value), foldNumber(other.value))
    ? "They differ by one typing error."
    : null;
}
