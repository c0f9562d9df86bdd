import type { Band } from "@/lib/reading/bands";
import { type Shapes, windowHeight, windowWidth } from "@/lib/reading/glyphs";
import { type Grey, shadeAt } from "@/lib/reading/grey";

/** How far above and below the middle of its row a sign is looked for, in pixels. */
export const slack = 4;

/** A row of print, upright, in which a place is {@link windowWidth} pixels wide. */
export type Strip = { data: Float32Array; width: number; height: number; pitch: number };

/** Cuts a row out of a picture. @param pitch the width of a place in the picture, in pixels */
export function stripOf(grey: Grey, { middle, slope }: Pick<Band, "middle" | "slope">, pitch: number): Strip {
  const scale = pitch / windowWidth;
  const height = windowHeight + 2 * slack;
  const width = Math.floor(grey.width / scale);
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const across = (x + 0.5) * scale;
      // At right angles to the row; the slope is small, so that its square does not matter.
      const up = (y + 0.5 - height / 2) * scale;
      data[y * width + x] = shadeAt(grey, across - slope * up - 0.5, middle + slope * across + up - 0.5);
    }
  return { data, width, height, pitch };
}

/** How like the shapes a window of a strip is, from -1 to 1, into `out`. @returns the greatest */
export function likeness(strip: Strip, x: number, y: number, shapes: Shapes, out: Float32Array): number {
  const { data, width } = strip;
  let [sum, squares] = [0, 0];
  for (let row = 0; row < windowHeight; row++) {
    const from = (y + row) * width + x;
    for (let at = from; at < from + windowWidth; at++) {
      const shade = data[at] as number;
      sum += shade;
      squares += shade * shade;
    }
  }
  const size = windowWidth * windowHeight;
  // Paper without print is like nothing: its noise is not made larger.
  const norm = Math.sqrt(Math.max(squares - (sum * sum) / size, 0) + size * 16);
  let most = -1;
  for (const [index, shape] of shapes.entries()) {
    let dot = 0;
    for (let row = 0; row < windowHeight; row++) {
      const from = (y + row) * width + x;
      const shapeFrom = row * windowWidth;
      for (let at = 0; at < windowWidth; at++)
        dot -= (data[from + at] as number) * (shape[shapeFrom + at] as number);
    }
    const like = dot / norm;
    out[index] = like;
    if (like > most) most = like;
  }
  return most;
}

/**
 * Finds the width of a place from what repeats itself in a row of signs that are equally far apart.
 * @param expected the width in pixels, as the height of the signs tells
 * @returns the width, and how clearly it repeats, from 0 to 1
 */
export function pitchOf(grey: Grey, band: Band, expected: number): { pitch: number; clarity: number } {
  const strip = stripOf(grey, band, expected);
  const ink = new Float32Array(strip.width);
  for (let x = 0; x < strip.width; x++) {
    let sum = 0;
    for (let y = slack + 3; y < strip.height - slack - 3; y++) sum += strip.data[y * strip.width + x] ?? 0;
    ink[x] = sum;
  }
  const flat = withoutTrend(ink, windowWidth * 2);
  const longest = Math.min(windowWidth * 22, strip.width - 1);
  const repeats = new Float32Array(longest + 1);
  for (let lag = 0; lag <= longest; lag++) {
    let sum = 0;
    for (let x = lag; x < flat.length; x++) sum += (flat[x] ?? 0) * (flat[x - lag] ?? 0);
    repeats[lag] = sum;
  }
  const whole = repeats[0] || 1;
  let [best, most] = [windowWidth, -1];
  for (let lag = windowWidth * 0.7; lag <= windowWidth * 1.4; lag += 0.02) {
    let [sum, count] = [0, 0];
    for (let k = 1; k <= 14 && k * lag < longest; k++, count++) {
      const at = Math.floor(k * lag);
      const rest = k * lag - at;
      sum += (repeats[at] ?? 0) * (1 - rest) + (repeats[at + 1] ?? 0) * rest;
    }
    const clarity = sum / Math.max(count, 1) / whole;
    if (clarity > most) [best, most] = [lag, clarity];
  }
  return { pitch: (best * expected) / windowWidth, clarity: most };
}

/** Takes what changes slowly, such as a shadow, away from a row of numbers. */
function withoutTrend(given: Float32Array, reach: number): Float32Array {
  const total = new Float64Array(given.length + 1);
  for (let at = 0; at < given.length; at++) total[at + 1] = (total[at] ?? 0) + (given[at] ?? 0);
  return given.map((each, at) => {
    const [from, to] = [Math.max(0, at - reach), Math.min(given.length, at + reach + 1)];
    return each - ((total[to] ?? 0) - (total[from] ?? 0)) / (to - from);
  });
}
