/** Returns whether PostgreSQL can store a text: it has no NUL and no lone surrogate. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** The message of a schema for text that cannot be stored. */
export const storable = "must be text without NUL or lone surrogates";
