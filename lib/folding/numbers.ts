import { type Forms, noForms } from "@/lib/folding/forms";
import { asciiDigits, capitals, isTelling } from "@/lib/folding/letters";

/** Letters and digits alone, in capitals: `123.456.789-09` → `12345678909`. */
export const foldNumber = (text: string): string => capitals(text).replaceAll(/[^\p{L}\p{N}]/gu, "");

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
