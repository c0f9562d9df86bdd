/** Forms of a machine readable zone: those of ICAO Doc 9303 parts 4 to 7, and national ones that are older or smaller. */
export type ZoneForm =
  | "TD1"
  | "TD2"
  | "TD3"
  | "MRV-A"
  | "MRV-B"
  | "FRENCH_NATIONAL_ID"
  | "FRENCH_DRIVING_LICENSE"
  | "SWISS_DRIVING_LICENSE";

const widths = [30, 36, 44];
const longestLine = 48;

/** Lengths of a zone whose lines were written one behind the other, with the length of a line. */
const unbroken: Record<number, number> = { 72: 36, 88: 44, 90: 30 };

/**
 * The lines of a zone as a reader gave them: a list, or one text with line breaks, with `^` between the lines (as
 * Regula has it), or without any break.
 */
export function splitZone(given: string | readonly string[]): string[] {
  const lines = (typeof given === "string" ? [given] : given)
    .flatMap((line) => line.split(/[\r\n^]+|\\n/))
    .filter((line) => line.trim());
  const [only = ""] = lines;
  const whole = only.replaceAll(/\s/g, "");
  const width = lines.length === 1 ? unbroken[whole.length] : undefined;
  return width ? (whole.match(new RegExp(`.{${width}}`, "g")) ?? lines) : lines;
}

function formOf(lines: readonly string[]): ZoneForm | null {
  const [first = "", second = ""] = lines;
  const shape = lines.map(({ length }) => length).join(" ");
  switch (shape) {
    case "30 30 30":
      return "TD1";
    case "36 36":
      return first.startsWith("V") ? "MRV-B" : first.startsWith("IDFRA") ? "FRENCH_NATIONAL_ID" : "TD2";
    case "44 44":
      return first.startsWith("V") ? "MRV-A" : "TD3";
    case "30":
      return /^D.FRA/.test(first) ? "FRENCH_DRIVING_LICENSE" : null;
    case "9 30 30":
      return /^F.(CHE|LIE)/.test(second) ? "SWISS_DRIVING_LICENSE" : null;
    default:
      return null;
  }
}

/** Forms whose second line ends in a check digit: without its end it was cut off, not written without fillers. */
const closed: readonly ZoneForm[] = ["TD1", "TD2", "TD3", "FRENCH_NATIONAL_ID"];

/**
 * A zone's lines as its form has them. Readers drop fillers at the end of a line and put blanks in; both are mended,
 * letters are left as they were read.
 * @returns null for what has no form of a zone, or lacks a part of one
 */
export function readLines(given: readonly string[]): { form: ZoneForm; lines: string[] } | null {
  const clean = given.map((line) => line.toUpperCase().replaceAll(/\s/g, "")).filter(Boolean);
  if (clean.some((line) => line.length > longestLine || !/^[A-Z0-9<]+$/.test(line))) return null;
  const width = Math.max(...clean.map(({ length }) => length));
  const isSwiss = clean.length === 3 && (clean[0]?.length ?? 0) <= 9;
  const lines = widths.includes(width)
    ? clean.map((line, at) => line.padEnd(isSwiss && at === 0 ? 9 : width, "<"))
    : clean;
  const form = formOf(lines);
  if (!form || (closed.includes(form) && clean[1]?.length !== width)) return null;
  return { form, lines };
}
