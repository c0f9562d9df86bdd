/** What a column gives for a row. Times are the API's: ISO 8601 in UTC. */
export type CsvValue = string | number | boolean | null | undefined | readonly string[];

/** Excel, LibreOffice and Google Sheets calculate what begins like this, also in its full-width form (OWASP). */
const formula = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Returns a cell by RFC 4180. A text that a spreadsheet would calculate gets an apostrophe, which makes it a text; a
 * number of ours is left alone.
 */
export function csvCell(value: CsvValue): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? value : value.join("; ");
  const safe = formula.test(text.trimStart()) || formula.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Returns a row by RFC 4180, with its line break. */
export const csvLine = (values: readonly CsvValue[]): string => `${values.map(csvCell).join(",")}\r\n`;

/** The mark of UTF-8, without which Excel reads umlauts wrongly. */
export const byteOrderMark = "\uFEFF";
