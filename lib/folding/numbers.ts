import { type Forms, noForms } from "@/lib/folding/forms";
import { asciiDigits, capitals, isTelling } from "@/lib/folding/letters";

/**
 * Greek and Cyrillic capitals that are the Latin ones to the eye. Greek identity cards and the papers of Ukraine and
 * Belarus print them in numbers, and the zone of the same document has the Latin ones.
 */
const latinToTheEye = new Map(
  ["ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX", "АA ВB ЕE НH ІI ЈJ КK МM ОO РP СC ТT УY ХX ЅS"].flatMap(
    (row) => row.split(" ").map(([letter = "", latin = ""]): [string, string] => [letter, latin]),
  ),
);

/** Letters and digits alone, in capitals: `123.456.789-09` → `12345678909`, the Greek `ΑΒ 123456` → `AB123456`. */
export const foldNumber = (text: string): string =>
  capitals(text)
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .replaceAll(/[Α-ΩА-ЯЅІЈ]/g, (letter) => latinToTheEye.get(letter) ?? letter);

/** Digits alone, of any script. */
export const digitsOf = (text: string): string => asciiDigits(text.normalize("NFKC")).replaceAll(/\D/g, "");

const fewest = 4;

/**
 * What a document's number is the same by. No number without a digit, with fewer than four letters and digits, or of
 * one sign alone is anybody's: `n/a`, `PENDING` and `000000000` have no form.
 */
export function numberForms(text: string): Forms {
  const folded = foldNumber(text);
  return isTelling(folded, fewest) && /\d/.test(folded) ? { whole: [folded], part: [] } : noForms;
}

/** Whether a text can be a number at all. */
export const isNumber = (text: string): boolean => numberForms(text).whole.length > 0;
