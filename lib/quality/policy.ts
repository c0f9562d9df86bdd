import type { Decision } from "@/lib/cases/policy";

/** A second look that nobody has given within this many minutes can be taken by another member. */
export const lookMinutes = 30;

/** Fewer second looks than these are called few, and say too little for Cohen's kappa. */
export const few = 30;

/** The figures cover the decisions of this many days, unless others are asked for. */
export const shownDays = 90;

/**
 * Whether a decision is sampled. The digest is a keyed hash of its id: nobody without the key can tell beforehand which
 * decisions are, and nobody can choose an id.
 */
export function isSampled(digest: Uint8Array, percent: number): boolean {
  const drawn = new DataView(digest.buffer, digest.byteOffset).getUint32(0);
  return (drawn / 2 ** 32) * 100 < percent;
}

/** How often each pair of outcomes was given: the decision first, then the second look. */
export type Pairs = Readonly<Record<Decision, Readonly<Record<Decision, number>>>>;

export type Agreement = {
  looked: number;
  agreed: number;
  /** The share that agrees, with its 95 % interval; null without a second look. */
  share: { value: number; low: number; high: number } | null;
  /** Cohen's kappa; null where it says too little, or where both have only ever given one outcome. */
  kappa: number | null;
};

const z = 1.959964;

/**
 * The 95 % score interval of a share (E. B. Wilson, "Probable inference, the law of succession, and statistical
 * inference", JASA 22 (1927), 209–212). Unlike the usual one it stays within 0 and 1, and is right for few cases.
 */
function wilson(agreed: number, looked: number): NonNullable<Agreement["share"]> {
  const value = agreed / looked;
  const whole = 1 + z ** 2 / looked;
  const middle = (value + z ** 2 / (2 * looked)) / whole;
  const half = (z / whole) * Math.sqrt((value * (1 - value)) / looked + z ** 2 / (4 * looked ** 2));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Agreement beyond what chance would give (J. Cohen, 1960); null if chance alone would always agree. */
function cohen({ approved, rejected }: Pairs, looked: number): number | null {
  const observed = (approved.approved + rejected.rejected) / looked;
  const first = (approved.approved + approved.rejected) / looked;
  const second = (approved.approved + rejected.approved) / looked;
  const byChance = first * second + (1 - first) * (1 - second);
  return byChance === 1 ? null : (observed - byChance) / (1 - byChance);
}

/** How far second looks agree with the decisions. */
export function agreementOf(pairs: Pairs): Agreement {
  const { approved, rejected } = pairs;
  const agreed = approved.approved + rejected.rejected;
  const looked = agreed + approved.rejected + rejected.approved;
  return {
    looked,
    agreed,
    share: looked > 0 ? wilson(agreed, looked) : null,
    kappa: looked >= few ? cohen(pairs, looked) : null,
  };
}
