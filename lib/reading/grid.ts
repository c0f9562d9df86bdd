import { type Band, bandsOf } from "@/lib/reading/bands";
import { type Shapes, signs, windowWidth } from "@/lib/reading/glyphs";
import type { Grey } from "@/lib/reading/grey";
import { likeness, pitchOf, type Strip, slack, stripOf } from "@/lib/reading/strip";

/** A row whose signs are equally far apart. `likes`: how like any sign each place of its strip is. */
export type Row = { middle: number; slope: number; pitch: number; strip: Strip; likes: Float32Array };

/** Where the lines of a zone are: of the same length, and one below the other. */
export type Grid = {
  lines: Row[];
  length: number /** Of the first place, in pixels of a strip. */;
  start: number;
  weight: number;
};

const forms = [
  { length: 30, lines: 3 },
  { length: 36, lines: 2 },
  { length: 44, lines: 2 },
] as const;

/** Rows whose signs repeat less clearly are print of another kind. */
const leastClarity = 0.08;
/** Signs of fewer pixels cannot be told from each other. */
const leastPitch = 7;
/** A place is as good as empty if it is less like every sign. */
const leastLike = 0.5;
/** The height of a capital letter of OCR-B in places of a line. */
const pitchOfHeight = 0.95;

/** A row of print and the width of its places, before it is looked at sign by sign. */
type Candidate = { band: Band; middle: number; pitch: number; clarity: number };

function candidatesOf(grey: Grey): Candidate[] {
  return bandsOf(grey)
    .map((band) => ({ band, middle: band.middle, ...pitchOf(grey, band, band.height * pitchOfHeight) }))
    .filter(({ clarity, pitch }) => clarity >= leastClarity && pitch >= leastPitch)
    .toSorted((one, other) => other.clarity - one.clarity)
    .slice(0, 6)
    .toSorted((one, other) => one.middle - other.middle);
}

function rowOf(grey: Grey, { middle, slope }: Band, pitch: number, shapes: Shapes): Row {
  const strip = stripOf(grey, { middle, slope }, pitch);
  const likes = new Float32Array(Math.max(strip.width - windowWidth, 0));
  const out = new Float32Array(signs.length);
  // Every second pixel is near enough to find where signs begin.
  for (let x = 0; x < likes.length; x += 2) likes.fill(likeness(strip, x, slack, shapes, out), x, x + 2);
  return { middle, slope, pitch, strip, likes };
}

/** How good a start is: every place has a sign, and those before and behind have none. */
function weightOf({ likes }: Row, start: number, length: number): number {
  const at = (place: number) => {
    const x = Math.round(start + place * windowWidth);
    return Math.max(likes[x - 1] ?? 0, likes[x] ?? 0, likes[x + 1] ?? 0) - leastLike;
  };
  let sum = 0;
  for (let place = 0; place < length; place++) sum += at(place);
  return sum - Math.max(at(-1), 0) - Math.max(at(length), 0);
}

function gridOf(lines: Row[], length: number): Grid {
  const pitch = Math.min(...lines.map(({ strip }) => strip.width));
  let [start, weight] = [0, Number.NEGATIVE_INFINITY];
  for (let x = 0; x + length * windowWidth <= pitch; x++) {
    const sum = lines.reduce((total, line) => total + weightOf(line, x, length), 0);
    if (sum > weight) [start, weight] = [x, sum];
  }
  return { lines, length, start, weight };
}

/** Whether rows are the lines of one zone: signs of one width, at equal distances. */
function belong(lines: readonly Candidate[]): boolean {
  const pitches = lines.map(({ pitch }) => pitch);
  const [least, most] = [Math.min(...pitches), Math.max(...pitches)];
  if (most > least * 1.04) return false;
  const gaps = lines.slice(1).map(({ middle }, at) => middle - (lines[at]?.middle ?? 0));
  return (
    gaps.every((gap) => gap > most * 1.1 && gap < most * 3.4) && Math.max(...gaps) < Math.min(...gaps) * 1.35
  );
}

/**
 * Finds the lines of a zone in an upright picture.
 * @returns what may be a zone, the best first; null when no rows are lines of a zone, also upside down
 */
export function gridsOf(grey: Grey, shapes: Shapes): Grid[] | null {
  const candidates = candidatesOf(grey);
  let found: Grid[] | null = null;
  for (const count of [2, 3])
    for (let from = 0; from + count <= candidates.length; from++) {
      const lines = candidates.slice(from, from + count);
      if (!belong(lines)) continue;
      // One width for all: the one in the middle.
      const pitches = lines.map(({ pitch }) => pitch).toSorted((one, other) => one - other);
      const rows = lines.map(({ band }) => rowOf(grey, band, pitches[count >> 1] ?? 1, shapes));
      const grids = forms.filter((form) => form.lines === count).map((form) => gridOf(rows, form.length));
      found = [...(found ?? []), ...grids];
    }
  if (!found) return null;
  return found.filter(({ weight }) => weight > 0).toSorted((one, other) => other.weight - one.weight);
}
