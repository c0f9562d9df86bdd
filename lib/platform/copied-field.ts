const escapes: Record<string, string> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** Decodes a field of a line in the text format of PostgreSQL's COPY: null, or its text. */
export function copiedField(field: string): string | null {
  if (!field.includes("\\")) return field;
  if (field === "\\N") return null;
  return field.replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter);
}
