// Runs only in the thread that pdf.ts starts.
import LineBreaker from "linebreak";
import { type Paragraph, type Run, shapeLine } from "@/lib/letters/shape";

/** Signs that say in which direction a text is read. They have done so when a line is laid out. */
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A line of text. Lengths are in points. */
export type Line = { text: string; runs: Run[]; width: number; ascender: number; descender: number };

/** Scripts that write no spaces between words. */
const withoutSpaces = /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{2,}/gu;
const words = new Intl.Segmenter("th", { granularity: "word" });
const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** Returns where a line may end (UAX #14; within scripts that write no spaces, after each word). */
function breaksIn(text: string): number[] {
  const places = new Set<number>();
  const breaker = new LineBreaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) places.add(next.position);
  for (const { 0: run, index: start } of text.matchAll(withoutSpaces))
    for (const { index } of words.segment(run)) if (index > 0) places.add(start + index);
  places.add(text.length);
  return [...places].sort((one, other) => one - other);
}

/** Returns the width of every part of a text, as if it stood on one line. */
function measure(paragraph: Paragraph, size: number): (from: number, to: number) => number {
  const sums = new Float64Array(paragraph.text.length + 1);
  for (const { clusters } of shapeLine(paragraph, 0, paragraph.text.length))
    for (const { at, advance } of clusters) sums[at + 1] = advance * size;
  for (let at = 1; at < sums.length; at++) sums[at] = (sums[at] ?? 0) + (sums[at - 1] ?? 0);
  return (from, to) => (sums[to] ?? 0) - (sums[from] ?? 0);
}

/** Breaks a paragraph into lines that fit a width. A word that is longer than a line breaks after any letter. */
export function linesOf(paragraph: Paragraph, { size, width }: { size: number; width: number }): Line[] {
  const { text } = paragraph;
  const widthOf = measure(paragraph, size);
  const fits = (from: number, to: number) =>
    widthOf(from, from + text.slice(from, to).trimEnd().length) <= width;
  const lines: Line[] = [];
  let start = 0;
  let last = 0;
  const put = (end: number) => {
    lines.push(lineOf(shapeLine(paragraph, start, end), size));
    start = end;
    last = end;
  };
  for (const place of breaksIn(text)) {
    if (!fits(start, place) && last > start) put(last);
    while (!fits(start, place))
      put(start + longestStart(text.slice(start, place), (end) => fits(start, start + end)));
    last = place;
  }
  if (start < text.length || lines.length === 0) put(text.length);
  return lines;
}

/** Returns how many characters of a word fit a line: whole letters, and at least one. */
function longestStart(word: string, fits: (end: number) => boolean): number {
  let best = 0;
  for (const { segment, index } of graphemes.segment(word)) {
    const end = index + segment.length;
    if (best > 0 && !fits(end)) break;
    best = end;
  }
  return best;
}

function lineOf(runs: Run[], size: number): Line {
  const clusters = runs.flatMap((run) => run.clusters);
  return {
    text: [...clusters]
      .sort((one, other) => one.at - other.at)
      .map(({ text }) => text)
      .join("")
      .replaceAll(directions, ""),
    runs,
    width: clusters.reduce((sum, { advance }) => sum + advance, 0) * size,
    ascender: Math.max(0, ...runs.map(({ font }) => (font.ascender / font.unitsPerEm) * size)),
    descender: Math.min(0, ...runs.map(({ font }) => (font.descender / font.unitsPerEm) * size)),
  };
}
