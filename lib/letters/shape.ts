// Runs only in the thread that pdf.ts starts.
import bidiFactory from "bidi-js";
import { BufferFlag, Direction, Buffer as ShapeBuffer, shape as shapeBuffer } from "harfbuzzjs";
import { composed, type Fonts, type OpenFont, type Weight } from "@/lib/letters/fonts";

/** A glyph. `x` and `y` move it from where it would stand. All lengths are parts of the font size. */
export type Glyph = { id: number; advance: number; x: number; y: number };

/** Letters that are drawn as one, such as a letter with its marks, or a ligature. `at` is its index in the paragraph. Glyphs stand from the left to the right. */
export type Cluster = { at: number; text: string; glyphs: Glyph[]; advance: number };

/** Clusters of one font and one direction, from the first to the last as they are read. */
export type Run = { font: OpenFont; isRightToLeft: boolean; clusters: Cluster[] };

/** Names of scripts as ISO 15924 has them, and as regular expressions do. */
const scripts = Object.entries({
  Latn: "Latin",
  Cyrl: "Cyrillic",
  Grek: "Greek",
  Arab: "Arabic",
  Hebr: "Hebrew",
  Deva: "Devanagari",
  Thai: "Thai",
  Hani: "Han",
  Hira: "Hiragana",
  Kana: "Katakana",
  Hang: "Hangul",
  Bopo: "Bopomofo",
  Armn: "Armenian",
  Geor: "Georgian",
  Beng: "Bengali",
  Taml: "Tamil",
  Telu: "Telugu",
  Knda: "Kannada",
  Mlym: "Malayalam",
  Gujr: "Gujarati",
  Guru: "Gurmukhi",
  Sinh: "Sinhala",
  Khmr: "Khmer",
  Laoo: "Lao",
  Mymr: "Myanmar",
  Ethi: "Ethiopic",
}).map(([tag, name]) => [tag, new RegExp(`\\p{Script=${name}}`, "u")] as const);

/** The script of a letter; null for what all scripts have, such as spaces, digits and marks. */
const scriptOf = (letter: string): string | null =>
  scripts.find(([, pattern]) => pattern.test(letter))?.[0] ?? (/\p{L}/u.test(letter) ? "Zyyy" : null);

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

type Piece = { at: number; text: string; font: OpenFont; script: string | null; level: number };

/** A text that is ready to be broken into lines. */
export type Paragraph = {
  text: string;
  isRightToLeft: boolean;
  language: string;
  pieces: readonly Piece[];
  /** Code points that no font has. */
  missing: readonly string[];
};

const bidi = bidiFactory();

/** The language of Chinese characters within a text that itself says it. */
const languageIn = (text: string, language: string): string => {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
  if (/\p{Script=Hangul}/u.test(text)) return "ko";
  return language;
};

/** Finds the font, the script and the direction of every letter of a text. */
export function paragraphOf(
  given: string,
  fonts: Fonts,
  style: { weight: Weight; language: string },
): Paragraph {
  const text = composed(given.replaceAll(/[\p{Cc}\u2028\u2029]/gu, " "));
  const { levels, paragraphs } = bidi.getEmbeddingLevels(text);
  const language = languageIn(text, style.language);
  const pieces: Piece[] = [];
  const missing: string[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const last = pieces.at(-1);
    // A space belongs to the word before it, so that a line of one script has one font.
    const kept =
      /^\s+$/.test(segment) && last?.script && last.font.shaper.nominalGlyph(0x20) ? last.font : null;
    const whole = kept ?? fonts(segment, style.weight, language);
    // Where no font has a letter with all of its marks, each is drawn by its own.
    let at = index;
    for (const part of whole ? [segment] : segment) {
      const font = whole ?? fonts(part, style.weight, language);
      if (font) pieces.push({ at, text: part, font, script: scriptOf(part), level: levels[index] ?? 0 });
      else missing.push(part);
      at += part.length;
    }
  }
  for (const [at, piece] of pieces.entries()) piece.script ??= pieces[at - 1]?.script ?? null;
  for (let at = pieces.length - 2; at >= 0; at--)
    if (pieces[at]) (pieces[at] as Piece).script ??= pieces[at + 1]?.script ?? null;
  return { text, isRightToLeft: (paragraphs[0]?.level ?? 0) % 2 === 1, language, pieces, missing };
}

/** Puts runs into the order in which they are seen (UAX #9, rule L2). */
function seenOrder<T extends { level: number }>(items: readonly T[]): T[] {
  const order = [...items];
  const highest = Math.max(0, ...items.map(({ level }) => level));
  for (let level = highest; level >= 1; level--)
    for (let from = 0; from < order.length; from++) {
      if ((order[from]?.level ?? 0) < level) continue;
      let to = from;
      while ((order[to]?.level ?? -1) >= level) to++;
      for (const [at, item] of order.slice(from, to).reverse().entries()) order[from + at] = item;
      from = to;
    }
  return order;
}

/** Returns the pieces of a part of a paragraph. */
function piecesIn(pieces: readonly Piece[], from: number, to: number): readonly Piece[] {
  const indexOf = (place: number) => {
    let low = 0;
    let high = pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pieces[middle]?.at ?? place) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return pieces.slice(indexOf(from), indexOf(to));
}

/** Shapes a part of a paragraph that stands on one line. The runs are in the order in which they are seen. */
export function shapeLine(paragraph: Paragraph, from: number, to: number): Run[] {
  const items: (Piece & { end: number })[] = [];
  const mine = piecesIn(paragraph.pieces, from, to);
  const seen = mine.findLastIndex(({ text }) => /\S/.test(text));
  for (const [index, piece] of mine.entries()) {
    // Spaces at the end of a line have the direction of the paragraph (UAX #9, rule L1).
    const level = index > seen ? Number(paragraph.isRightToLeft) : piece.level;
    const last = items.at(-1);
    const end = piece.at + piece.text.length;
    if (
      last?.font === piece.font &&
      last.script === piece.script &&
      last.level === level &&
      last.end === piece.at
    )
      last.end = end;
    else items.push({ ...piece, level, end });
  }
  return withMarksAbove(seenOrder(items).map((item) => shapeItem(paragraph, item)));
}

/** A mark of another font than its letter stands on the letter, which is on its right when read from there. */
function withMarksAbove(runs: Run[]): Run[] {
  for (const [at, { isRightToLeft, clusters }] of runs.entries()) {
    const [mark] = clusters;
    const letter = runs[at + 1]?.clusters.at(-1);
    const isBeside = mark && letter && mark.at === letter.at + letter.text.length;
    if (isRightToLeft && isBeside && mark.advance === 0 && /^\p{M}/u.test(mark.text))
      for (const glyph of mark.glyphs) glyph.x += letter.advance;
  }
  return runs;
}

/** A shaper looks at five code points on both sides of a text, to join its letters to them. */
const besides = 12;

/** One for all texts: its memory is outside the heap, where nothing says that it is time to free it. */
const buffer = new ShapeBuffer();

function shapeItem(
  { text, language }: Paragraph,
  { at, end, font, script, level }: Piece & { end: number },
): Run {
  const isRightToLeft = level % 2 === 1;
  buffer.reset();
  const start = Math.max(0, at - besides);
  buffer.addText(text.slice(start, end + besides), at - start, end - at);
  buffer.setDirection(isRightToLeft ? Direction.RTL : Direction.LTR);
  buffer.setScript(script ?? "Zyyy");
  buffer.setLanguage(language);
  buffer.setFlags(BufferFlag.REMOVE_DEFAULT_IGNORABLES);
  shapeBuffer(font.shaper, buffer);
  const glyphs = buffer.getGlyphInfosAndPositions();
  const clusters: Cluster[] = [];
  for (const { codepoint: id, cluster: inside, xAdvance = 0, xOffset = 0, yOffset = 0 } of glyphs) {
    const cluster = start + inside;
    const glyph = {
      id,
      advance: xAdvance / font.unitsPerEm,
      x: xOffset / font.unitsPerEm,
      y: yOffset / font.unitsPerEm,
    };
    const last = clusters.at(-1);
    if (last?.at === cluster) last.glyphs.push(glyph);
    else clusters.push({ at: cluster, text: "", glyphs: [glyph], advance: 0 });
  }
  if (isRightToLeft) clusters.reverse();
  for (const [index, cluster] of clusters.entries()) {
    cluster.text = text.slice(cluster.at, clusters[index + 1]?.at ?? end);
    cluster.advance = cluster.glyphs.reduce((sum, { advance }) => sum + advance, 0);
  }
  return { font, isRightToLeft, clusters };
}
