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

/** `bytes`: a number is held as text unless it is written back in the very same characters; `value`: unless it is the same number. */
export type Exactness = "bytes" | "value";

function isKept(literal: string, exactness: Exactness): boolean {
  const number = Number(literal);
  if (exactness === "bytes") return String(number) === literal;
  if (!Number.isFinite(number)) return false;
  return Number.isSafeInteger(number) || !/^-?\d{16,}$/.test(literal);
}

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
