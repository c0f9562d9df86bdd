/** One line of the table: what was measured, its floor, and whether it is good enough. */
export type Figure = {
  name: string;
  value: number;
  floor: number;
  ratio: number;
  target: string;
  pass: boolean;
};

/** A figure that must not exceed `most` times its floor. */
export function atMost(name: string, value: number, floor: number, most: number): Figure {
  const ratio = value / floor;
  return { name, value, floor, ratio, target: `≤ ${most}`, pass: ratio <= most };
}

/** A figure that must reach at least `least` times its floor. */
export function atLeast(name: string, value: number, floor: number, least: number): Figure {
  const ratio = value / floor;
  return { name, value, floor, ratio, target: `≥ ${least}`, pass: ratio >= least };
}

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};
