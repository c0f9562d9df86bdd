import { blurred, type Grey, shrunk } from "@/lib/reading/grey";

/** A row of print: where its middle meets the left edge, how steep it is, and how high its signs are, in pixels. */
export type Band = { middle: number; slope: number; height: number; weight: number };

const steepest = 0.15;
const step = 0.004;
/** A change of shade counts up to this, so that the edge of a document is no more than print. */
const hardest = 50;

/**
 * The changes from left to right, above their mean: print has many of them and most else has few. Without their mean,
 * the edges of the picture are no edges.
 */
function changesOf(grey: Grey): Grey {
  const { data, width, height } = blurred(grey, 0.8);
  const out = new Float32Array(data.length);
  for (let y = 0; y < height; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      out[at] = Math.min(Math.abs((data[at + 1] ?? 0) - (data[at - 1] ?? 0)), hardest);
    }
  const mean = out.reduce((sum, change) => sum + change, 0) / out.length;
  return { data: out.map((change) => change - mean), width, height };
}

/** Sums a picture along lines of a slope. The first entries are of lines that begin above the picture. */
function profileOf({ data, width, height }: Grey, slope: number): { sums: Float32Array; offset: number } {
  const offset = Math.ceil(Math.abs(slope) * width);
  const sums = new Float32Array(height + 2 * offset + 1);
  const shifts = Int32Array.from({ length: width }, (_, x) => offset - Math.round(slope * x));
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      const to = y + (shifts[x] as number);
      sums[to] = (sums[to] as number) + (data[at] as number);
    }
  return { sums, offset };
}

/** Returns the slope along which rows of print and the gaps between them differ most. */
function slopeOf(changes: Grey): number {
  const clearestOf = (of: Grey, from: number, to: number, by: number) => {
    let [best, most] = [0, -1];
    for (let slope = from; slope <= to; slope += by) {
      const { sums } = profileOf(of, slope);
      let contrast = 0;
      for (let at = 3; at < sums.length; at++) contrast += ((sums[at] ?? 0) - (sums[at - 3] ?? 0)) ** 2;
      if (contrast > most) [best, most] = [slope, contrast];
    }
    return best;
  };
  const rough = clearestOf(shrunk(changes, 2), -steepest, steepest, step);
  return clearestOf(changes, rough - step, rough + step, step / 8);
}

const mostBands = 14;

/** Finds the rows of print: where the changes of a row stand out from those above and below it. */
export function bandsOf(grey: Grey): Band[] {
  const by = Math.max(1, Math.round(Math.max(grey.width, grey.height) / 900));
  const changes = changesOf(shrunk(grey, by));
  const slope = slopeOf(changes);
  const { sums, offset } = profileOf(changes, slope);
  const total = new Float64Array(sums.length + 1);
  for (let at = 0; at < sums.length; at++) total[at + 1] = (total[at] ?? 0) + (sums[at] ?? 0);
  const mean = (from: number, to: number) => {
    const [a, b] = [Math.max(0, Math.round(from)), Math.min(sums.length, Math.round(to))];
    return b > a ? ((total[b] ?? 0) - (total[a] ?? 0)) / (b - a) : 0;
  };
  const found: Band[] = [];
  for (let height = 7; height <= 48; height *= 1.15)
    for (let at = 0; at < sums.length; at++) {
      const [top, bottom] = [at - height / 2, at + height / 2];
      const around = Math.max(mean(top - height * 0.45, top - 1), mean(bottom + 1, bottom + height * 0.45));
      const weight = (mean(top, bottom) - around) * Math.sqrt(height);
      if (weight > 0) found.push({ middle: at - offset, slope, height, weight });
    }
  found.sort((one, other) => other.weight - one.weight);
  const kept: Band[] = [];
  for (const band of found) {
    if (kept.some((each) => Math.abs(each.middle - band.middle) < (each.height + band.height) * 0.4))
      continue;
    kept.push(band);
    if (kept.length === mostBands) break;
  }
  return kept.map((band) => ({ ...band, middle: (band.middle + 0.5) * by, height: band.height * by }));
}
