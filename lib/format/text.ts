/** Whether a text can be kept by PostgreSQL: without NUL and without halves of characters. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** What a schema says of a text that cannot be kept. */
export const storable = "must be text without NUL or lone surrogates";
