import { VendorError } from "@/lib/vendors/error";

/** An answer may be nested so deep: code that follows each level would exhaust the stack. */
const mostDepth = 65;
/** A DocReader answer of a passport with every source has a few thousand values; each takes many times its own bytes. */
const mostValues = 250_000;

/** Returns the position of the quote that ends the string which begins at `from`; the end of the text when none does. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}

/**
 * Refuses a JSON text that would cost far more than its length to read: nested very deep, or of very many values. The
 * text is only looked through, because reading it is what must not happen.
 * @param what names the text in the error, such as "Regula's session"
 * @throws VendorError unreadable
 */
export function refuseHeavy(text: string, what: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else if (sign === "]" || sign === "}") depth--;
    else if (sign === ",") values++;
    else if (sign === "[" || sign === "{") {
      values++;
      if (++depth > mostDepth)
        throw new VendorError("unreadable", `${what} is nested more than ${mostDepth - 1} levels deep.`);
    }
    if (values > mostValues)
      throw new VendorError("unreadable", `${what} has more than ${mostValues} values.`);
  }
}
