import "server-only";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";
import { type Forms, meet, noForms } from "@/lib/folding/forms";
import { capitals, isTelling } from "@/lib/folding/letters";

/** Fewer digits than any subscriber has with the country's prefix (ITU-T E.164, Niue and Saint Helena). */
const fewestAbroad = 7;
/** Fewer digits than a number has within its country. */
const fewestAtHome = 6;
const most = 17;

/** Words and signs before the number of an extension. */
const extension =
  /(?:;?\s*EXT(?:ENSION|N)?[.:=]?|[X#]|ДОБ\.?|DURCHWAHL|DW\.?|POSTE|INT(?:ERNO)?\.?|ANEXO|内線)\s*(\d{1,6})\s*$/u;

const digitsOf = (text: string) => text.replaceAll(/\D/g, "");

/** What callers from abroad put before a mobile number, and others leave out: 9 in Argentina; 1 in Mexico until 2019. */
const mobileSigns: Record<string, RegExp> = { "54": /^9(?=\d{10}$)/, "52": /^1(?=\d{10}$)/ };

/** What was dialled before a number within the country when most that are written down were: Lithuania has 0 now. */
const olderTrunks: Record<string, string> = { "370": "8" };

/** A number with its country's prefix: `+33612345678`, and the ways in which it is written within its country. */
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

/** A number without a plus may have the prefix all the same: after 00 or 011, or with no sign of it. */
const hidden = (digits: string) =>
  [/^00/, /^011/, /^/]
    .filter((start) => start.test(digits))
    .map((start) => digits.replace(start, "+"))
    .filter((text) => parsePhoneNumberFromString(text)?.isValid())
    .flatMap((text) => abroad(text) ?? []);

/**
 * What a phone number is the same by. With its country's prefix it is that one number (`whole`), and within its
 * country the digits without prefix, with and without the 0 or 8 before them (`part`); without prefix it is those
 * digits alone. So `06 12 34 56 78` meets `+33 6 12 34 56 78` and `+33 6…` does not meet `+49 6…`. Of two
 * numbers with prefix that both have an extension, it counts too. Digits may be of any script. Of a field with
 * several numbers each counts.
 * @returns both empty for what has too few digits, or one digit alone, to be anybody's number
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

/** Whether two numbers can be one. @returns null when one of them is no number */
export function isSamePhone(one: string, other: string): boolean | null {
  const [a, b] = [phoneForms(one), phoneForms(other)];
  if (a.whole.length === 0 || b.whole.length === 0) return null;
  return meet(a, b);
}
