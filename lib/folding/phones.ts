import "server-only";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { type Forms, meet, noForms } from "@/lib/folding/forms";
import { capitals, isTelling } from "@/lib/folding/letters";

/** The fewest digits of a number with its country prefix (ITU-T E.164, Niue and Saint Helena). */
const fewestAbroad = 7;
/** The fewest digits of a number within its country. */
const fewestAtHome = 6;
const most = 17;

/** Words and signs before an extension. */
const extension =
  /(?:;?\s*EXT(?:ENSION|N)?[.:=]?|[X#]|ДОБ\.?|DURCHWAHL|DW\.?|POSTE|INT(?:ERNO)?\.?|ANEXO|内線)\s*(\d{1,6})\s*$/u;

const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

/** Digits before a mobile number that only callers from abroad dial: 9 in Argentina, 1 in Mexico until 2019. */
const mobileSigns: Record<string, RegExp> = { "54": /^9(?=\d{10}$)/, "52": /^1(?=\d{10}$)/ };

/** Former trunk prefixes, which most written numbers still have: Lithuania now uses 0 instead of 8. */
const olderTrunks: Record<string, string> = { "370": "8" };

/** Parses a number with its country prefix: `+33612345678`, and its forms within the country. */
function abroad(text: string): { number: string; national: string[] } | null {
  const parsed = parsePhoneNumberFromString(text);
  const digits = digitsOf(text);
  if (!parsed || digits.length < fewestAbroad || !isTelling(parsed.nationalNumber, 2)) return null;
  const { nationalNumber: own, countryCallingCode: code } = parsed;
  const short = own.replace(mobileSigns[code] ?? /^$/, "");
  const trunk = olderTrunks[code] ?? "";
  return {
    number: `+${code}${short}`,
    national: [own, short, digitsOf(parsed.formatNational()), trunk + own].map((each) => `N${each}`),
  };
}

/** Finds a country prefix without a plus sign: after 00 or 011, or at the very beginning. */
const hidden = (digits: string) =>
  [/^00/, /^011/, /^/]
    .filter((start) => start.test(digits))
    .map((start) => digits.replace(start, "+"))
    .filter((text) => parsePhoneNumberFromString(text)?.isValid())
    .flatMap((text) => abroad(text) ?? []);

/**
 * Returns the forms for matching a phone number.
 * - With a country prefix, the international number is `whole`, and its digits within the country, with and without
 * the trunk prefix (0 or 8), are `part`.
 * - Without a country prefix, the digits are `whole`. So `06 12 34 56 78` matches `+33 6 12 34 56 78`, and `+33 6…`
 * does not match `+49 6…`.
 * - If two international numbers both have an extension, the extensions must match too.
 * - A field with several numbers has the forms of each. Digits may be of any script.
 * @returns both empty for text with too few digits or only one repeated digit
 */
export function phoneForms(value: string): Forms {
  const text = capitals(value).trim();
  const several = text.split(/[/,;|&\n]|\bOR\b/).filter((each) => digitsOf(each).length >= fewestAbroad);
  if (digitsOf(text).length > most && several.length > 1) {
    const each = several.map(phoneForms);
    return { whole: each.flatMap(({ whole }) => whole), part: each.flatMap(({ part }) => part) };
  }
  const ext = extension.exec(text)?.[1];
  const bare = text.replace(extension, "").replace(/^TEL:/, "");
  const digits = digitsOf(bare);
  if (digits.length > most || !isTelling(digits, fewestAtHome)) return noForms;
  const international = /^[^\d+]*\+/.test(bare) ? abroad(bare) : null;
  const numbers = international ? [international] : hidden(digits);
  const home = international ? [] : [`N${digits}`, `N${digits.replace(/^0+/, "")}`];
  const whole = [...new Set([...home, ...numbers.map(({ number }) => number)])];
  const part = [...new Set(numbers.flatMap(({ national }) => national))].filter(
    (form) => !whole.includes(form),
  );
  if (!ext || !international) return { whole, part };
  return { whole: [...whole, ...part].map((each) => `${each}x${ext}`), part: [...whole, ...part] };
}

/**
 * Returns whether two numbers can be the same.
 * @returns null when one of them is not a phone number
 */
export function isSamePhone(one: string, other: string): boolean | null {
  const [a, b] = [phoneForms(one), phoneForms(other)];
  if (a.whole.length === 0 || b.whole.length === 0) return null;
  return meet(a, b);
}
