import type { ErrorReason } from "@/lib/screening/schema";

const yearIn = (text: string | null) => /\b(1[89]|20)\d\d\b/.exec(text ?? "")?.[0] ?? null;

/**
 * Returns whether two birth dates differ, by their years, because lists often have only the year. Null when either
 * year is not known.
 */
export function birthYearsDiffer(ours: string | null, theirs: string | null): boolean | null {
  const [our, their] = [yearIn(ours), yearIn(theirs)];
  return our && their ? our !== their : null;
}

/** What identifies an entry across versions of its list: the publisher's id, otherwise what the entry says. */
export const entryKey = (hit: Record<string, unknown>): string =>
  JSON.stringify([hit.list_id ?? null, hit.reference ?? [hit.name ?? null, hit.birthdate ?? null]]);

/** What a check says of itself by its hits. */
export type CheckState = { status: string; hasMatch: boolean; hitCount: number; highestScore: number | null };

/**
 * Returns the state of a check. One that has compared nothing is an error, and one whose name is similar to an entry is
 * not clear while that entry is an open hit of another check.
 * @param scores of its own hits that are not dismissed
 * @param openElsewhere how many entries that its name is similar to are such hits of other checks of the session
 */
export function stateOf(
  scores: readonly (number | null)[],
  openElsewhere: number,
  reason: ErrorReason | null,
): CheckState {
  const hasMatch = scores.length + openElsewhere > 0;
  const known = scores.flatMap((score) => score ?? []);
  return {
    status: hasMatch ? "hit" : reason ? "error" : "clear",
    hasMatch,
    hitCount: scores.length,
    highestScore: known.length > 0 ? Math.max(...known) : null,
  };
}
