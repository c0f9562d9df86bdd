/** Forms of a machine readable zone: those of ICAO Doc 9303 parts 4 to 7, and older or smaller national ones. */
export type ZoneForm =
  | "TD1"
  | "TD2"
  | "TD3"
  | "MRV-A"
  | "MRV-B"
  | "FRENCH_NATIONAL_ID"
  | "FRENCH_DRIVING_LICENSE"
  | "SWISS_DRIVING_LICENSE";

const widths = [30, 36, 44] as const;
const longestLine = 48;

/** The length of a zone without line breaks, and the length of its lines. */
const unbroken: Record<number, number> = { 72: 36, 88: 44, 90: 30 };

/**
 * Splits a zone into lines. A reader gives a list, or one text with line breaks, with `^` between the lines (as
 * Regula does), or without any break.
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

/**
 * Forms whose second line ends in a check digit. If it is too short, it was cut off and has not only lost its
 * fillers.
 */
const closed: readonly ZoneForm[] = ["TD1", "TD2", "TD3", "FRENCH_NATIONAL_ID"];

/** A second line contains numbers and dates; a line without a digit is not a second line. */
const hasDigits = ([, second = ""]: readonly string[]) => /\d/.test(second);

/** Some readers write spaces for fillers. In a line with fillers, a space is the reader's own addition. */
function inCapitals(given: readonly string[]): string[] {
  const lines = given.map((line) =>
    line.normalize("NFKC").replaceAll(/\p{Default_Ignorable_Code_Point}/gu, ""),
  );
  const areFillers = lines.some((line) => /\S\s+\S/.test(line)) && !lines.some((line) => line.includes("<"));
  return lines
    .map((line) => line.toUpperCase().replaceAll(/[\r\n\t\u2028\u2029]/g, ""))
    .map((line) => (areFillers ? line.trim().replaceAll(/\s/g, "<") : line.replaceAll(/\s/g, "")))
    .filter(Boolean);
}

/**
 * Returns the width of a zone, which is its longest line. Both lines of a visa end in fillers, which a reader may
 * have dropped.
 */
function widthOf(lines: readonly string[]): number {
  const longest = Math.max(...lines.map(({ length }) => length));
  const [first = "", second = ""] = lines;
  const isVisa = lines.length === 2 && first.startsWith("V") && second.length >= shortestVisaLine;
  return isVisa ? (widths.find((width) => width > widths[0] && width >= longest) ?? longest) : longest;
}

/**
 * The shortest second line of a visa without its trailing fillers: it ends with the check digit of the expiry (part
 * 7, 4.2.2).
 */
const shortestVisaLine = 28;

/**
 * Restores the lines of a zone to its form. Readers drop fillers at the end of a line, insert spaces, or write spaces
 * for fillers. Letters stay as they were read.
 * @returns null for text that has no form of a zone, or lacks a part of one
 */
export function readLines(given: readonly string[]): { form: ZoneForm; lines: string[] } | null {
  const clean = inCapitals(given);
  if (clean.some((line) => line.length > longestLine || !/^[A-Z0-9<]+$/.test(line))) return null;
  const width = widthOf(clean);
  const isSwiss = clean.length === 3 && (clean[0]?.length ?? 0) <= 9;
  const lines = widths.some((each) => each === width)
    ? clean.map((line, at) => line.padEnd(isSwiss && at === 0 ? 9 : width, "<"))
    : clean;
  const form = formOf(lines);
  if (!form || (lines.length > 1 && !hasDigits(lines))) return null;
  return closed.includes(form) && clean[1]?.length !== width ? null : { form, lines };
}
