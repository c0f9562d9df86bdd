import type { Mrz, MrzCheck } from "@/lib/mrz/zone";
import { parseMrz } from "@/lib/mrz/zone";
import { type Form, formsOfLength, type Kind, type Part, placesOf } from "@/lib/reading/forms";
import { type Shapes, signs } from "@/lib/reading/glyphs";
import { type Grey, turned } from "@/lib/reading/grey";
import { type Grid, gridsOf } from "@/lib/reading/grid";
import { type Likes, likesOf } from "@/lib/reading/places";

/** A zone that was read in a picture and accepted. */
export type ReadZone = {
  lines: string[];
  /** Parts that no check digit covers and that were not read with certainty: they are left empty in `lines`. */
  unsure: Part[];
};

/** What reading a picture came to. */
export type ZoneReading =
  | { found: "zone"; zone: ReadZone }
  /** There is a zone, every sign of it is clear, and check digits are wrong. */
  | { found: "wrong"; checks: MrzCheck[] }
  /** There is something like a zone that cannot be read with certainty. */
  | { found: "unclear" }
  | { found: "nothing" };

/** Two sizes of blur: what both read in the same way is more than a likely guess of one. */
export const blurs = [0.9, 1.5] as const;

/** By how much the sign that was read must be more like the picture than any other one that would count as right. */
const leastLead = 0.06;
const leastLike = 0.5;

/** A check digit finds one sign that was misread; two such signs can cancel each other. */
const mostDoubts = 1;

const allowed: Record<Lowercase<Kind>, (sign: string) => boolean> = {
  a: (sign) => sign < "0" || sign > "9",
  d: (sign) => sign === "<" || sign <= "9",
  n: () => true,
};
const worth = [...signs].map((sign) => (sign === "<" ? 0 : Number.parseInt(sign, 36) % 10));

/**
 * What it takes to say that a zone itself is wrong, and not its reading: every sign is plainly what it is. A blurred
 * picture accuses nobody.
 */
const plainLead = 0.1;
const plainLike = 0.75;

type Sign = { sign: string; isSure: boolean; isCertain: boolean; isPlain: boolean };

/**
 * Chooses the sign of a place among those that may stand there. It is certain when it leads over every other sign. Where
 * a check digit covers the place, it is sure when it leads over those that the digit cannot tell from it, such as G from
 * 6.
 */
function signOf(likes: Likes, kind: Kind): Sign {
  const isCovered = kind === kind.toLowerCase();
  const may = allowed[kind.toLowerCase() as Lowercase<Kind>];
  let best = -1;
  for (let at = 0; at < signs.length; at++)
    if (may(signs[at] ?? "") && (best < 0 || (likes[at] ?? 0) > (likes[best] ?? 0))) best = at;
  const most = likes[best] ?? -1;
  const leadOver = (isRival: (at: number) => boolean) =>
    most -
    likes.reduce(
      (top, like, at) => (at !== best && may(signs[at] ?? "") && isRival(at) && like > top ? like : top),
      -1,
    );
  return {
    sign: signs[best] ?? "<",
    isSure: most >= leastLike && leadOver((at) => !isCovered || worth[at] === worth[best]) >= leastLead,
    isCertain: most >= leastLike && leadOver(() => true) >= leastLead,
    isPlain: most >= plainLike && leadOver(() => true) >= plainLead,
  };
}

type Tried = { mrz: Mrz; lines: string[]; isClear: boolean; isPlain: boolean; unsure: Set<Part> };

/** Reads a zone as one form. @param readings how like each sign every place of each line is, once for each blur */
function readAs(form: Form, readings: readonly Likes[][][]): Tried | null {
  const places = placesOf(form);
  const unsure = new Set<Part>();
  const doubts = new Map<string, number>();
  let [isClear, isPlain] = [true, true];
  const lines = places.map((line, row) =>
    line
      .map(({ kind, part, proof }, at) => {
        const [one, other] = readings.map((reading) =>
          signOf(reading[row]?.[at] ?? new Float32Array(), kind),
        );
        const isSure = one?.isSure === true && other?.isSure === true && one.sign === other.sign;
        if (!isSure && part) unsure.add(part);
        if (!isSure && !part) isClear = false;
        const isCertain = one?.isCertain === true && other?.isCertain === true;
        if (proof && !isCertain) doubts.set(proof, (doubts.get(proof) ?? 0) + 1);
        if (!part && !one?.isPlain) isPlain = false;
        return one?.sign ?? "<";
      })
      .join(""),
  );
  if ([...doubts.values()].some((count) => count > mostDoubts)) isClear = false;
  const mrz = parseMrz(lines);
  return mrz?.format === form.form ? { mrz, lines, isClear, isPlain, unsure } : null;
}

/** Leaves the parts empty that were not read with certainty. */
const withoutUnsure = (form: Form, { lines, unsure }: Tried): string[] =>
  placesOf(form).map((line, row) =>
    line.map(({ part }, at) => (part && unsure.has(part) ? "<" : (lines[row]?.[at] ?? "<"))).join(""),
  );

/** The form of a zone must be known for what a check digit covers to be known. */
const needed: readonly Part[] = ["document_type"];

/**
 * Reads a zone by how like the signs its places are.
 * @param length of its lines
 * @param readings for each blur, line and place, how like each of `signs` it is
 */
export function readLikes(length: number, readings: readonly Likes[][][]): ZoneReading {
  let answer: ZoneReading = { found: "unclear" };
  for (const form of formsOfLength[length] ?? []) {
    const tried = readAs(form, readings);
    if (!tried?.isClear || needed.some((part) => tried.unsure.has(part))) continue;
    const wrong = tried.mrz.checks.filter(({ isValid }) => !isValid).map(({ field }) => field);
    if (wrong.length > 0 && tried.isPlain) answer = { found: "wrong", checks: wrong };
    if (wrong.length > 0) continue;
    if (tried.mrz.checks.length >= 3)
      return { found: "zone", zone: { lines: withoutUnsure(form, tried), unsure: [...tried.unsure] } };
  }
  return answer;
}

function readGrid(grey: Grey, grid: Grid, shapes: readonly Shapes[]): ZoneReading {
  const lines = grid.lines.map((row) => likesOf(grey, grid, row, shapes));
  return readLikes(
    grid.length,
    shapes.map((_, blur) => lines.map((line) => line[blur] ?? [])),
  );
}

/** A grid that weighs less for each of its places is print of another kind. */
const leastWeight = 0.1;
const rank = { zone: 3, wrong: 2, unclear: 1, nothing: 0 } as const;

/**
 * Looks for a machine readable zone in a picture, whichever side is up, and reads it (ICAO Doc 9303-3 4: OCR-B, 10
 * signs to the inch). It accepts a zone only when every check digit is right, and corrects nothing but what the kind of
 * a place decides: there is no letter in a date.
 */
export function readZone(picture: Grey, shapes: readonly Shapes[]): ZoneReading {
  let best: ZoneReading = { found: "nothing" };
  for (const sides of [
    [0, 2],
    [1, 3],
  ])
    for (const quarters of sides) {
      const grey = turned(picture, quarters);
      const grids = gridsOf(grey, shapes[0] ?? []);
      if (!grids) break;
      for (const grid of grids.slice(0, 3)) {
        if (grid.weight < leastWeight * grid.length * grid.lines.length) continue;
        const reading = readGrid(grey, grid, shapes);
        if (rank[reading.found] > rank[best.found]) best = reading;
        if (best.found === "zone") return best;
      }
    }
  return best;
}
