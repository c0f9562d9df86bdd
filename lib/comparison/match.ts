import type { FieldSource } from "@/lib/checks/schema";
import type { ComparedField } from "@/lib/contract/vocabulary";
import { addressWords, fewestAddressWords, joinedAddress } from "@/lib/folding/addresses";
import { foldCountry, isSameNationality, issuersIn } from "@/lib/folding/countries";
import { agree, type DateKind, datesIn } from "@/lib/folding/dates";
import { foldEmail } from "@/lib/folding/emails";
import { foldDocumentKind, isSameKind } from "@/lib/folding/kinds";
import { isStandIn, isTelling, latinSpellings, scriptOf } from "@/lib/folding/letters";
import { isInitial, nameParts, nameWords, realName } from "@/lib/folding/names";
import { digitsOf, foldNumber, isNumber } from "@/lib/folding/numbers";
import { isSamePhone } from "@/lib/folding/phones";
import { foldSex } from "@/lib/folding/sexes";
import { type IssuerContext, mayBeUnlistedState } from "@/lib/format/issuer";

/** The value of a field in one source. `isCut`: the name was too long for its place and may lack letters or words. */
export type Reading = { source: FieldSource; value: string; isCut: boolean };

/** The context of a comparison: today's date and the document's issuer. */
export type Setting = { now: Date; issuer: IssuerContext };

/** `incomparable`: one of the two cannot be read, or no rule knows its words. This proves no difference. */
export type Sameness = "same" | "different" | "incomparable";
type Matcher = (one: Reading, other: Reading, setting: Setting) => Sameness;

const judged = (isSame: boolean | null): Sameness =>
  isSame === null ? "incomparable" : isSame ? "same" : "different";

const isSubset = (few: string[], many: string[]) => {
  const left = [...many];
  return few.every((word) => {
    const at = left.indexOf(word);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
};

/**
 * Returns whether a name was cut from a longer one: each of its words is the beginning of a word of the longer one,
 * in the same order.
 */
function isCutFrom(cut: string[], whole: string[]): boolean {
  if (cut.length > 0 && whole.join("").startsWith(cut.join(""))) return true;
  let at = 0;
  for (const word of cut) {
    while (at < whole.length && !whole[at]?.startsWith(word)) at++;
    if (at++ >= whole.length) return false;
  }
  return cut.length > 0;
}

/**
 * Counts the words that two names share in full, and those of which one name has only the initial, as United States
 * cards have of middle names.
 * @returns null when a word of the shorter name is missing in the longer one
 */
function initialsIn(few: string[], many: string[]): { full: number; initials: number } | null {
  const left = [...many];
  const take = (fits: (word: string) => boolean) => {
    const at = left.findIndex(fits);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  };
  const rest = few.filter((word) => !take((other) => other === word));
  const isShort = (word: string) =>
    take((other) => other[0] === word[0] && (isInitial(word) || isInitial(other)));
  return rest.every(isShort) ? { full: few.length - rest.length, initials: rest.length } : null;
}

/** Returns whether any pair of spellings of the two texts passes a test. */
const anySpelling = (one: Reading, other: Reading, test: (a: string, b: string) => boolean) =>
  latinSpellings(one.value).some((a) => latinSpellings(other.value).some((b) => test(a, b)));

/** Names in different scripts are incomparable unless they are the same. */
function unlessScripts(one: Reading, other: Reading, isSame: boolean): Sameness {
  if (isSame) return "same";
  const isNone = nameWords(one.value).length === 0 || nameWords(other.value).length === 0;
  return isNone || scriptOf(one.value) !== scriptOf(other.value) ? "incomparable" : "different";
}

const sameName =
  (mayLeaveOut: boolean): Matcher =>
  (one, other) => {
    const isSame = anySpelling(one, other, (a, b) => {
      const [whole, against] = [nameParts(a), nameParts(b)];
      const isOtherGeneration = whole.suffix && against.suffix && whole.suffix !== against.suffix;
      const [left, right] = [whole.words, against.words];
      if (left.length === 0 || right.length === 0 || isOtherGeneration) return false;
      if (left.join("") === right.join("")) return true;
      if (one.isCut && isCutFrom(left, right)) return true;
      if (other.isCut && isCutFrom(right, left)) return true;
      const [few, many] = left.length <= right.length ? [left, right] : [right, left];
      return mayLeaveOut
        ? (initialsIn(few, many)?.full ?? 0) > 0
        : isSubset(few, many) && few.length === many.length;
    });
    const isUnsure = mayLeaveOut && !isSame && anySpelling(one, other, areInitials);
    return isUnsure ? "incomparable" : unlessScripts(one, other, isSame);
  };

/** Returns whether one given name consists of words or initials of the other. */
function areInitials(a: string, b: string): boolean {
  const [left, right] = [nameParts(a).words, nameParts(b).words];
  return (
    left.length > 0 &&
    initialsIn(...(left.length <= right.length ? ([left, right] as const) : ([right, left] as const))) !==
      null
  );
}

const sameAddress: Matcher = (one, other) => {
  const spelled = ({ value }: Reading) =>
    latinSpellings(value).map((text) => ({ joined: joinedAddress(text), words: addressWords(text) }));
  const others = spelled(other);
  const isSame = spelled(one).some((a) =>
    others.some((b) => {
      if (a.joined === b.joined) return true;
      const [few, many] = a.words.length <= b.words.length ? [a.words, b.words] : [b.words, a.words];
      return few.length > 0 && isSubset(few, many) && few.length >= Math.min(fewestAddressWords, many.length);
    }),
  );
  return unlessScripts(one, other, isSame);
};

const sameDay =
  (kind: DateKind): Matcher =>
  (one, other, { now }) => {
    const [left, right] = [datesIn(one.value, kind, now), datesIn(other.value, kind, now)];
    if (left.length === 0 || right.length === 0) return "incomparable";
    return judged(left.some((a) => right.some((b) => agree(a, b))));
  };

const sameFold =
  (fold: (text: string) => string | null): Matcher =>
  (one, other) => {
    const [a, b] = [fold(one.value), fold(other.value)];
    return judged(a === null || b === null ? null : a === b);
  };

/** A placeholder, or one character repeated, is not a number. */
const isReadableNumber = (value: string) =>
  isNumber(value) || (!isStandIn(value) && isTelling(foldNumber(value), 2));

const sameIssuer: Matcher = (one, other, { issuer }) => {
  const [left, right] = [issuersIn(one.value, issuer), issuersIn(other.value, issuer)];
  if (left.length === 0 || right.length === 0) return "incomparable";
  if (left.some((a) => right.some((b) => agree(a, b)))) return "same";
  const isUnsure = [one, other].some(({ value }) => mayBeUnlistedState(value, issuer));
  return isUnsure ? "incomparable" : "different";
};

const fewestSsnDigits = 4;

const isReadableSsn = (value: string) =>
  isTelling(digitsOf(value), fewestSsnDigits) || digitsOf(value).length === fewestSsnDigits;

/** A form often asks only for the last four digits. */
const sameSsn: Matcher = (one, other) => {
  const [a, b] = [digitsOf(one.value), digitsOf(other.value)];
  const shorter = Math.min(a.length, b.length);
  return judged(a === b || (shorter === fewestSsnDigits && a.slice(-shorter) === b.slice(-shorter)));
};

const matchers: Record<ComparedField, Matcher> = {
  first_name: sameName(true),
  last_name: sameName(false),
  date_of_birth: sameDay("birth"),
  document_number: sameFold(foldNumber),
  document_expiration_date: sameDay("expiry"),
  nationality: (one, other) => judged(isSameNationality(one.value, other.value)),
  gender: sameFold(foldSex),
  address: sameAddress,
  document_issuing_state: sameIssuer,
  document_type: (one, other) => judged(isSameKind(one.value, other.value)),
  ssn: sameSsn,
  email: sameFold(foldEmail),
  phone: (one, other) => judged(isSamePhone(one.value, other.value)),
};

/** Fields whose equal texts mean the same, even if no rule can read them. */
const ofWords: readonly ComparedField[] = ["nationality", "gender", "document_issuing_state"];
const plain = ({ value }: Reading) => value.normalize("NFKC").trim().toUpperCase();

/** Returns whether two readings of a field mean the same. An unreadable value is incomparable. */
export function sameness(field: ComparedField, one: Reading, other: Reading, setting: Setting): Sameness {
  if (!isReadable(field, one, setting) || !isReadable(field, other, setting)) return "incomparable";
  const found = matchers[field](one, other, setting);
  const isSameText = ofWords.includes(field) && plain(one) === plain(other);
  return found === "incomparable" && isSameText ? "same" : found;
}

type Reader = (value: string, setting: Setting) => boolean;
/** A known word, such as NA for Namibia, is not a placeholder. */
const unlessStandIn =
  (isKnown: Reader): Reader =>
  (value, setting) =>
    isKnown(value, setting) || !isStandIn(value);

const readers: Record<ComparedField, Reader> = {
  first_name: (value) => realName(value) !== null,
  last_name: (value) => realName(value) !== null,
  date_of_birth: (value, { now }) => datesIn(value, "birth", now).length > 0,
  document_number: isReadableNumber,
  document_expiration_date: (value, { now }) => datesIn(value, "expiry", now).length > 0,
  nationality: unlessStandIn((value) => foldCountry(value) !== null),
  gender: unlessStandIn((value) => foldSex(value) !== null),
  address: (value) => !isStandIn(value),
  document_issuing_state: unlessStandIn((value, { issuer }) => issuersIn(value, issuer).length > 0),
  document_type: unlessStandIn((value) => foldDocumentKind(value).isKnown),
  ssn: isReadableSsn,
  email: (value) => foldEmail(value) !== null,
  phone: (value) => isSamePhone(value, value) !== null,
};

/** Returns whether a field's value can be read. Words that no rule knows count as readable. */
export const isReadable = (field: ComparedField, { value }: Reading, setting: Setting): boolean =>
  readers[field](value, setting);
