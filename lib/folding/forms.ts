/**
 * The normalized forms of a value, by which values are matched. `whole` forms contain the whole value. `part` forms
 * lack something that people often leave out: some of the given names, or the country prefix of a phone number.
 */
export type Forms = { readonly whole: readonly string[]; readonly part: readonly string[] };

/** The forms of a value that identifies nobody. It matches nothing, not even itself. */
export const noForms: Forms = { whole: [], part: [] };

/** Returns whether two values match: they share a form that is the whole value of at least one of them. */
export const meet = (one: Forms, other: Forms): boolean =>
  [...one.whole, ...one.part].some((form) => other.whole.includes(form)) ||
  one.whole.some((form) => other.part.includes(form));
