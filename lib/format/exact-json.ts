/**
 * JSON without loss of numbers. JavaScript's numbers have 53 bits, so `JSON.parse` changes 9007199254740993 and the
 * spelling of 1.10. This module represents such a number as text: a mark, then the characters it was written in. The
 * mark is a noncharacter, which Unicode reserves for use within programs (Standard, section 23.7). Text that begins
 * with the mark gets a second one, so text is never taken for a number.
 */
const mark = "\ufdd0";
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const numberAt = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Returns the index after the closing quote of the string that begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/**
 * When a number becomes text. `bytes`: when JavaScript would write it in other characters. `value`: when JavaScript
 * would change its value. A fraction with more digits than JavaScript has is rounded, as usual.
 */
export type Exactness = "bytes" | "value";

function isKept(literal: string, exactness: Exactness): boolean {
  const number = Number(literal);
  if (exactness === "bytes") return String(number) === literal;
  if (!Number.isFinite(number)) return false;
  return Number.isSafeInteger(number) || !Number.isInteger(number) || isSameNumber(literal, number);
}

/** Normalizes a number: its digits without zeros at either end, and the power of ten of the last digit. */
function spelled(literal: string): string {
  const [mantissa = "", exponent = "0"] = literal.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace("-", "").split(".");
  const digits = whole + fraction;
  let from = 0;
  let to = digits.length;
  while (digits[from] === "0") from++;
  while (to > from && digits[to - 1] === "0") to--;
  if (from === to) return "0";
  const power = Number(exponent) - fraction.length + digits.length - to;
  // A larger power would be rounded; then the exponent's own characters distinguish the number.
  const said = Number.isSafeInteger(power) ? power : `${exponent}.${fraction.length}`;
  return `${literal.startsWith("-") ? "-" : ""}${digits.slice(from, to)}e${said}`;
}

const isSameNumber = (literal: string, number: number) =>
  Number.isFinite(number) && spelled(literal) === spelled(String(number));

/** Inserts the marks of {@link parseExact} into valid JSON. */
function marked(text: string, exactness: Exactness): string {
  const pieces: string[] = [];
  let from = 0;
  const token = /["\d-]/g;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    const at = found.index;
    if (found[0] === '"') {
      const isMarked = text[at + 1] === mark || /^\\ufdd0/i.test(text.slice(at + 1, at + 7));
      if (isMarked) pieces.push(text.slice(from, at + 1), mark);
      if (isMarked) from = at + 1;
      token.lastIndex = endOfString(text, at);
      continue;
    }
    numberAt.lastIndex = at;
    const literal = numberAt.exec(text)?.[0] ?? found[0];
    token.lastIndex = at + literal.length;
    if (isKept(literal, exactness)) continue;
    pieces.push(text.slice(from, at), `"${mark}${literal}"`);
    from = at + literal.length;
  }
  return pieces.length === 0 ? text : pieces.join("") + text.slice(from);
}

/**
 * Parses JSON. Numbers that JavaScript would change become text with a mark, see above.
 * @throws SyntaxError like `JSON.parse`
 */
export function parseExact(text: string, exactness: Exactness = "bytes"): unknown {
  const plain: unknown = JSON.parse(text);
  const exact = marked(text, exactness);
  return exact === text ? plain : JSON.parse(exact);
}

/** Writes JSON. Numbers that {@link parseExact} turned into text appear in their original characters. */
export const stringifyExact = (value: unknown, space?: number): string =>
  unmarked(JSON.stringify(value, null, space) ?? "null");

const unmarked = (text: string) =>
  text.includes(mark)
    ? text
        .replaceAll(/"\ufdd0(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g, "$1")
        .replaceAll(/(?<=^|[[{,:\s])"\ufdd0(?=\ufdd0)/g, '"')
    : text;

/**
 * Normalizes every number in a value, for comparison only: two values that are equal as JSON become equal except for
 * the order of keys.
 */
export function inOneSpelling(value: unknown): unknown {
  const literal = exactNumberText(value);
  if (literal !== null) {
    const number = Number(literal);
    return isSameNumber(literal, number) ? number : `${mark}${spelled(literal)}`;
  }
  if (Array.isArray(value)) return value.map(inOneSpelling);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inOneSpelling(inner)]));
}

/** Represents a number as text with a mark, in the characters that JavaScript writes. */
export const asExactNumber = (value: number): string => `${mark}${value}`;

/** Returns the characters of a number that is represented as text; null for everything else. */
export const exactNumberText = (value: unknown): string | null =>
  typeof value === "string" && value.startsWith(mark) && numberText.test(value.slice(1))
    ? value.slice(1)
    : null;

/** Returns a number in either representation as a JavaScript number; null for other values and outside its range. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "number" ? value : Number(exactNumberText(value) ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

/** Returns a text as it was written, without the mark. */
export const plainText = (value: string): string =>
  exactNumberText(value) ?? (value.startsWith(mark + mark) ? value.slice(1) : value);
