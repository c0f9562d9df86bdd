const yearIn = (text: string | null) => /\b(1[89]|20)\d\d\b/.exec(text ?? "")?.[0] ?? null;

/**
 * Returns whether two birth dates differ, by their years, because lists often have only the year. Null when either
 * year is not known.
 */
export function birthYearsDiffer(ours: string | null, theirs: string | null): boolean | null {
  const [our, their] = [yearIn(ours), yearIn(theirs)];
  return our && their ? our !== their : null;
}
