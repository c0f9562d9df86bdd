/**
 * JSON without a loss. JavaScript has one kind of number, of 53 bits: 9007199254740993 and 1.10 come out of
 * `JSON.parse` as other numbers or in another spelling. Such a number is held as a text here: a mark before the very
 * characters it was written in. The mark is a noncharacter, which Unicode sets aside for use within a program (Standard,
 * section 23.7); a text that begins with it gets another one, so that no text is ever taken for a number.
 */
const mark = "\ufdd0";
const numberText = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const numberAt = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Where a string that begins at `from` ends: the place behind its closing quote. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/**
 * `bytes`: a number is held as text unless it is written back in the very same characters; `value`: unless it is the
 * same number. A fraction of more digits than JavaScript has is read as the nearest one, as everywhere.
 */
export type Exactness = "bytes" | "value";

function isKept(literal: string, exactness: Exactness): boolean {
  const number = Number(literal);
  if (exactness === "bytes") return String(number) === literal;
  if (!Number.isFinite(number)) return false;
  return Number.isSafeInteger(number) || !Number.isInteger(number) || isSameNumber(literal, number);
}

/** The one spelling of a number's value: its digits without zeros around them, and the power of ten of the last one. */
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
  // Beyond that it would be rounded, and is told apart by its characters.
  const said = Number.isSafeInteger(power) ? power : `${exponent}.${fraction.length}`;
  return `${literal.startsWith("-") ? "-" : ""}${digits.slice(from, to)}e${said}`;
}

const isSameNumber = (literal: string, number: number) =>
  Number.isFinite(number) && spelled(literal) === spelled(String(number));

/** Valid JSON with the marks of {@link parseExact} in it. */
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
 * Parses JSON; numbers that JavaScript would change are held as texts with a mark, see above.
 * @throws SyntaxError as `JSON.parse` does
 */
export function parseExact(text: string, exactness: Exactness = "bytes"): unknown {
  const plain: unknown = JSON.parse(text);
  const exact = marked(text, exactness);
  return exact === text ? plain : JSON.parse(exact);
}

/** Writes JSON; numbers that {@link parseExact} held as texts stand in it in the characters they came in. */
export const stringifyExact = (value: unknown, space?: number): string =>
  unmarked(JSON.stringify(value, null, space) ?? "null");

const unmarked = (text: string) =>
  text.includes(mark)
    ? text
        .replaceAll(/"\ufdd0(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"/g, "$1")
        .replaceAll(/(?<=^|[[{,:\s])"\ufdd0(?=\ufdd0)/g, '"')
    : text;

/**
 * A value in which each number stands in one spelling, however it came: two that are equal as JSON are equal then but
 * for the order of keys. For comparing, not for keeping.
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

/** A number held as the text that JavaScript writes it in. */
export const asExactNumber = (value: number): string => `${mark}${value}`;

/** The characters of a number that is held as a text; null for everything else. */
export const exactNumberText = (value: unknown): string | null =>
  typeof value === "string" && value.startsWith(mark) && numberText.test(value.slice(1))
    ? value.slice(1)
    : null;

/** A number in whichever way it is held, as JavaScript can have it; null for what is none, or beyond its range. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === "number" ? value : Number(exactNumberText(value) ?? Number.NaN);
  return Number.isFinite(number) ? number : null;
}

/** A text as it was written, without the mark of a number. */
export const plainText = (value: string): string =>
  exactNumberText(value) ?? (value.startsWith(mark + mark) ? value.slice(1) : value);
