/** Names of the characters that change the direction of text (Unicode Standard Annex #9). */
const names: Record<string, string> = {
  "\u061c": "Arabic letter mark",
  "\u200e": "left-to-right mark",
  "\u200f": "right-to-left mark",
  "\u202a": "left-to-right embedding",
  "\u202b": "right-to-left embedding",
  "\u202c": "end of embedding",
  "\u202d": "left-to-right override",
  "\u202e": "right-to-left override",
  "\u2066": "left-to-right isolate",
  "\u2067": "right-to-left isolate",
  "\u2068": "isolate",
  "\u2069": "end of isolate",
};

/** The characters that a joiner may follow: letters of scripts that shape their letters, and emoji. */
const joined =
  "\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f" +
  `Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer
   Myanmar Tibetan`
    .split(/\s+/)
    .map((script) => `\\p{Script=${script}}`)
    .join("");

/**
 * Invisible characters that do not belong in personal data: controls, direction marks, zero-width spaces, fillers,
 * lone surrogates. Some scripts need joiners, and emoji and Chinese characters may have variation selectors; these
 * are allowed.
 */
const unseen = new RegExp(
  [
    "(?![\\t\\n\\r])\\p{Cc}",
    "\\p{Cs}",
    "[\\u2028\\u2029\\u2800\\ufff9-\\ufffb]",
    `(?<![${joined}])[\\u200c\\u200d]`,
    "(?<![\\p{Extended_Pictographic}\\p{Script=Han}\\p{Script=Mongolian}#*0-9])[\\p{Variation_Selector}]",
    "(?![\\u200c\\u200d]|\\p{Variation_Selector})\\p{Default_Ignorable_Code_Point}",
  ].join("|"),
  "gu",
);

const codeOf = (sign: string) =>
  `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * A piece of a text. `control`: the name of the invisible character whose code is `text`; missing for visible text.
 * `from`: the index in the whole text.
 */
export type Piece = { from: number; text: string; control?: string };

/** Splits a text into visible text and invisible characters, with their codes and names. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: sign, index } of text.matchAll(unseen)) {
    if (index > from) pieces.push({ from, text: text.slice(from, index) });
    pieces.push({ from: index, text: codeOf(sign), control: names[sign] ?? "a sign that is not seen" });
    from = index + sign.length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ from, text: text.slice(from) });
  return pieces;
}

/** Spells out the invisible characters of a text: `محمد[U+202E]evil`. */
export const visible = (text: string): string =>
  visiblePieces(text)
    .map((piece) => (piece.control === undefined ? piece.text : `[${piece.text}]`))
    .join("");

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mandaic}\p{Script=Samaritan}]/u;

/** {@link visible}, with right-to-left values isolated from the sentence around them (UAX #9, isolates). */
export function isolated(text: string): string {
  const shown = visible(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}
