import { type Forms, noForms } from "@/lib/folding/forms";
import { asciiDigits, capitals, isTelling } from "@/lib/folding/letters";

/**
 * Greek and Cyrillic capitals that look like Latin ones. Greek identity cards and documents of Ukraine and Belarus
 * print them in numbers, while the zone of the same document has Latin letters.
 */
const latinToTheEye = new Map(
  ["ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX", "АA ВB ЕE НH ІI ЈJ КK МM ОO РP СC ТT УY ХX ЅS"].flatMap(
    (row) => row.split(" ").map(([letter = "", latin = ""]): [string, string] => [letter, latin]),
  ),
);

/**
 * Keeps only letters and digits, in capitals: `123.456.789-09` → `12345678909`, the Greek `ΑΒ 123456` → `AB123456`.
 */
export const foldNumber = (text: string): string =>
  capitals(text)
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .replaceAll(/[Α-ΩА-ЯЅІЈ]/g, (letter) => latinToTheEye.get(letter) ?? letter);

/** Keeps only digits, of any script, as 0 to 9. */
export const digitsOf = (text: string): string => asciiDigits(text.normalize("NFKC")).replaceAll(/\D/g, "");

const fewest = 4;

/**
 * Returns the form for matching a document number. A text without a digit, with fewer than four letters and digits,
 * or with only one repeated character has none: `n/a`, `PENDING`, `000000000`.
 */
export function numberForms(text: string): Forms {
  const folded = foldNumber(text);
  return isTelling(folded, fewest) && /\d/.test(folded) ? { whole: [folded], part: [] } : noForms;
}

/** Returns whether a text can be a document number. */
export const isNumber = (text: string): boolean => numberForms(text).whole.length > 0;
