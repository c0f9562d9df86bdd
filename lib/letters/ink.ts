// Runs only in the thread that pdf.ts starts.
import bidiFactory from "bidi-js";
import type PDFDocument from "pdfkit";
import type { OpenFont } from "@/lib/letters/fonts";
import type { Line } from "@/lib/letters/lines";
import type { Cluster, Run } from "@/lib/letters/shape";

/** A font in a PDF, as pdfkit has it. */
type EmbeddedFont = {
  id: string;
  font: { unitsPerEm: number; getGlyph: (id: number) => { advanceWidth: number } };
  subset: { glyphs: number[] };
  /** By the number of a glyph in the PDF: its width, and the characters that it is read as. */
  widths: number[];
  unicode: number[][];
  ref: () => unknown;
  /** The numbers of glyphs by what they draw and how they are read. */
  known?: Map<string, number>;
};

/** What pdfkit keeps for itself and its types do not say. */
type Inside = { _font: EmbeddedFont; page: { fonts: Record<string, unknown>; height: number } };
export type Pdf = typeof PDFDocument.prototype & { addContent: (operators: string) => void };

const decimal = (value: number): string => String(Math.round(value * 1000) / 1000);
const bidi = bidiFactory();
const mirrored = (sign: string): string => bidi.getMirroredCharacter(sign) ?? sign;
const hex = (value: number): string => value.toString(16).padStart(4, "0");

/** A glyph of a font, and the text that it is read as; null if others are read for it. `x` and `y` are parts of the font size. */
type Inked = { id: number; readAs: string | null; x: number; y: number };

/** The characters of a cluster as they are seen, from the left to the right. */
function seenSigns({ text }: Cluster, isRightToLeft: boolean, places: number): string[] {
  const composed = [...text];
  // A vowel on both sides of its consonant is one character in two places.
  const signs = composed.length < places ? [...text.normalize("NFD")] : composed;
  return isRightToLeft ? signs.map(mirrored).toReversed() : signs;
}

/**
 * Says how the glyphs of a cluster are read. Readers expect the characters as they are seen, from the left to the
 * right, and turn them around where they must. They take a raised mark for a word of its own, so marks are not read:
 * the letter that carries them is read as both.
 */
function inkOf({ isRightToLeft }: Run, cluster: Cluster): Inked[] {
  let pen = 0;
  const placed = cluster.glyphs.map(({ id, advance, x, y }) => {
    const isLetter = advance > 0 && y === 0;
    const at = { id, x: pen + x, y, isLetter };
    pen += advance;
    return at;
  });
  if (!placed.some(({ isLetter }) => isLetter) && placed[0]) placed[0].isLetter = true;
  const places = placed.filter(({ isLetter }) => isLetter).length;
  const signs = seenSigns(cluster, isRightToLeft, places);
  let place = 0;
  return placed.map(({ isLetter, ...glyph }) => {
    if (!isLetter || place >= signs.length) return { ...glyph, readAs: null };
    place++;
    return {
      ...glyph,
      readAs: place === places ? signs.slice(place - 1).join("") : (signs[place - 1] ?? ""),
    };
  });
}

/** Returns the number of a glyph in the PDF. A glyph that is read in several ways has several. */
function numberOf(font: EmbeddedFont, id: number, readAs: string): number {
  font.known ??= new Map();
  const key = `${id} ${readAs}`;
  const known = font.known.get(key);
  if (known !== undefined) return known;
  const number = font.subset.glyphs.push(id) - 1;
  font.known.set(key, number);
  font.widths[number] = (font.font.getGlyph(id).advanceWidth * 1000) / font.font.unitsPerEm;
  font.unicode[number] = [...readAs].map((sign) => sign.codePointAt(0) ?? 0);
  return number;
}

/** Returns the operators that draw a glyph as a shape, which nobody reads. */
function shapeOperators({ shaper, unitsPerEm }: OpenFont, id: number, { x, y, size }: At): string {
  const scale = size / unitsPerEm;
  let pen: [number, number] = [0, 0];
  const path = shaper.glyphToJson(id).map(({ type, values }) => {
    const to = values.slice(-2) as [number, number];
    const [x1 = 0, y1 = 0] = values;
    const third = (from: number, control: number) => from + ((control - from) * 2) / 3;
    const [x0, y0] = pen;
    if (to.length === 2) pen = to;
    switch (type) {
      case "M":
        return `${values.join(" ")} m`;
      case "L":
        return `${values.join(" ")} l`;
      case "Q":
        return `${[third(x0, x1), third(y0, y1), third(to[0], x1), third(to[1], y1), ...to].map(decimal).join(" ")} c`;
      case "C":
        return `${values.join(" ")} c`;
      default:
        return "h";
    }
  });
  return path.length === 0
    ? ""
    : `q ${[scale, 0, 0, scale, x, y].map((value) => String(Math.round(value * 1e5) / 1e5)).join(" ")} cm\n${path.join("\n")}\nf Q`;
}

type At = { x: number; y: number; size: number };

/** Draws a run. `x` is its left end, `y` its base line from the bottom of the page. */
function drawRun(doc: Pdf, font: EmbeddedFont, run: Run, { x, y, size }: At): void {
  const shown: string[] = [];
  const shapes: string[] = [];
  let left = x;
  let pen = x;
  for (const cluster of run.isRightToLeft ? run.clusters.toReversed() : run.clusters) {
    for (const glyph of inkOf(run, cluster)) {
      const at = { x: left + glyph.x * size, y: y + glyph.y * size, size };
      if (glyph.readAs === null) {
        shapes.push(shapeOperators(run.font, glyph.id, at));
        continue;
      }
      const number = numberOf(font, glyph.id, glyph.readAs);
      // In a row of glyphs, a number moves the next one to the left, in thousandths of the size.
      const back = Math.round(((pen - at.x) / size) * 1000);
      if (back !== 0) shown.push(String(back));
      shown.push(`<${hex(number)}>`);
      pen += (((font.widths[number] ?? 0) - back) * size) / 1000;
    }
    left += cluster.advance * size;
  }
  doc.addContent(
    `BT /${font.id} ${decimal(size)} Tf 1 0 0 1 ${decimal(x)} ${decimal(y)} Tm [${shown.join(" ")}] TJ ET\n${shapes.join("\n")}`,
  );
}

/**
 * Draws a line of text, from the left to the right: readers of PDFs expect that of every script, and turn what is
 * written from the right to the left.
 * @param at its left end, and its base line from the top of the page
 */
export function drawLine(
  doc: Pdf,
  line: Line,
  { x: left, y, size, color }: { x: number; y: number; size: number; color: string },
): void {
  const { page } = doc as unknown as Inside;
  let x = left;
  doc.save().fillColor(color);
  // The library has turned the page upside down.
  doc.addContent(`1 0 0 -1 0 ${decimal(page.height)} cm`);
  for (const run of line.runs) {
    doc.font(run.font.file);
    const { _font: font } = doc as unknown as Inside;
    page.fonts[font.id] ??= font.ref();
    drawRun(doc, font, run, { x, y: page.height - y, size });
    x += run.clusters.reduce((sum, { advance }) => sum + advance, 0) * size;
  }
  doc.restore();
}
