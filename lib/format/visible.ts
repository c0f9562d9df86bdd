/** Names of the signs that change the direction in which a text is shown (Unicode Standard Annex #9). */
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

/** What a joiner can stand behind: a letter of a script that shapes its letters, or a picture. */
const joined =
  "\\p{Extended_Pictographic}\\u{1f3fb}-\\u{1f3ff}\\ufe0f" +
  `Arabic Syriac Nko Mongolian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Khmer
   Myanmar Tibetan`
    .split(/\s+/)
    .map((script) => `\\p{Script=${script}}`)
    .join("");

/**
 * Signs that are not seen and have no place in a person's data: controls, marks of direction, spaces of no width,
 * fillers, halves of a sign. A joiner is a part of the word in some scripts, and a variation selector is one behind a
 * picture or a Chinese sign.
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

/** `control`: what the sign is that `text` names; none where `text` is what is seen. `from`: its place in the whole. */
export type Piece = { from: number; text: string; control?: string };

/** A text in pieces: what is seen, and each sign that is not, with its code and name. */
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

/** A text with the signs that are not seen spelled out: `محمد[U+202E]evil`. */
export const visible = (text: string): string =>
  visiblePieces(text)
    .map((piece) => (piece.control === undefined ? piece.text : `[${piece.text}]`))
    .join("");

const rightToLeft =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mandaic}\p{Script=Samaritan}]/u;

/** {@link visible}, and a value that runs from right to left kept apart from the sentence around it (UAX #9, isolates). */
export function isolated(text: string): string {
  const shown = visible(text);
  return rightToLeft.test(shown) ? `\u2068${shown}\u2069` : shown;
}
