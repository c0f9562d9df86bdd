/**
 * Writes JSON in the canonical form of RFC 8785: keys in the order of their UTF-16 code units, no white space,
 * numbers and strings as ECMAScript writes them. Two values that are equal as JSON have the same bytes.
 * @param value a value that JSON can represent; anything else is an error of the caller
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const entries = value as Record<string, unknown>;
  let members = "";
  for (const key of Object.keys(entries).sort())
    members += `${members && ","}${JSON.stringify(key)}:${canonicalJson(entries[key])}`;
  return `{${members}}`;
}
