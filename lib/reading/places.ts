import { type Shapes, signs, windowWidth } from "@/lib/reading/glyphs";
import type { Grey } from "@/lib/reading/grey";
import type { Grid, Row } from "@/lib/reading/grid";
import { likeness, type Strip, slack, stripOf } from "@/lib/reading/strip";

/** How like each sign a place is, in the order of `signs`. */
export type Likes = Float32Array;

type Found = { likes: Likes; most: number; x: number; y: number };

/** Where a sign is looked for around the middle of its place, in pixels of a strip: roughly, and then closely. */
const rough = [-3, -1, 1, 3];
const close = [-2, -1, 0, 1, 2];

function lookAt(strip: Strip, at: number, shapes: Shapes, offsets: readonly number[]): Found {
  const likes = new Float32Array(signs.length).fill(-1);
  const out = new Float32Array(signs.length);
  const found: Found = { likes, most: -1, x: 0, y: 0 };
  const last = strip.width - windowWidth;
  for (const y of offsets)
    for (const x of offsets) {
      const left = Math.min(Math.max(Math.round(at) + x, 0), last);
      const like = likeness(strip, left, slack + y, shapes, out);
      if (like > found.most) Object.assign(found, { most: like, x: left - at, y });
      for (let sign = 0; sign < out.length; sign++)
        if ((out[sign] ?? -1) > (likes[sign] ?? -1)) likes[sign] = out[sign] ?? -1;
    }
  return found;
}

/** The straight line through points: the least squares. */
function lineThrough(points: readonly { at: number; off: number }[]): { rise: number; base: number } {
  const count = points.length || 1;
  const meanAt = points.reduce((sum, { at }) => sum + at, 0) / count;
  const meanOff = points.reduce((sum, { off }) => sum + off, 0) / count;
  const spread = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const shared = points.reduce((sum, { at, off }) => sum + (at - meanAt) * (off - meanOff), 0);
  const rise = spread > 0 ? shared / spread : 0;
  return { rise, base: meanOff - rise * meanAt };
}

const clearlyLike = 0.6;
/** So many signs must be clear before a line is moved by them. */
const enough = 8;

type Placed = { strip: Strip; start: number };

/**
 * Cuts a line out anew by the signs that are clear: it may be a little steeper, lower or narrower than was thought.
 */
function placed(grey: Grey, { length, start }: Grid, row: Row, shapes: Shapes): Placed {
  const clear = Array.from({ length }, (_, place) => start + place * windowWidth)
    .map((at) => ({ at: at + windowWidth / 2, ...lookAt(row.strip, at, shapes, rough) }))
    .filter(({ most }) => most >= clearlyLike);
  if (clear.length < enough) return { strip: row.strip, start };
  const across = lineThrough(clear.map(({ at, x }) => ({ at, off: x })));
  const down = lineThrough(clear.map(({ at, y }) => ({ at, off: y })));
  const middle = row.middle + (down.base * row.pitch) / windowWidth;
  const pitch = row.pitch * (1 + across.rise);
  const first = start + windowWidth / 2;
  return {
    strip: stripOf(grey, { middle, slope: row.slope + down.rise }, pitch),
    // The same place of the picture, in pixels of the new strip.
    start: (first * (1 + across.rise) + across.base) / (1 + across.rise) - windowWidth / 2,
  };
}

/** Reads how like each sign every place of a line is, once for each blur of the shapes. */
export function likesOf(grey: Grey, grid: Grid, row: Row, blurs: readonly Shapes[]): Likes[][] {
  const { strip, start } = placed(grey, grid, row, blurs[0] ?? []);
  return blurs.map((shapes) =>
    Array.from(
      { length: grid.length },
      (_, place) => lookAt(strip, start + place * windowWidth, shapes, close).likes,
    ),
  );
}
