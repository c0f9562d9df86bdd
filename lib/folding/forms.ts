/**
 * The forms in which a value is written once everything is left out that does not tell two values apart. `whole`
 * forms hold all of it; `part` forms leave something out that others leave out too: some of the given names, the
 * country's prefix of a phone number.
 */
export type Forms = { readonly whole: readonly string[]; readonly part: readonly string[] };

/** Of what identifies nobody: it meets nothing, not even itself. */
export const noForms: Forms = { whole: [], part: [] };

/** Two values meet when they share a form, unless both leave something out to do so. */
export const meet = (one: Forms, other: Forms): boolean =>
  [...one.whole, ...one.part].some((form) => other.whole.includes(form)) ||
  one.whole.some((form) => other.part.includes(form));
