import { parse } from "mrz";

export const mrzChecks = [
  "document_number",
  "date_of_birth",
  "document_expiration_date",
  "personal_number",
  "composite",
] as const;
export type MrzCheck = (typeof mrzChecks)[number];

/** What a zone says, by the contract's names. Dates are `YYYY-MM-DD`, names stand in the zone's own letters. */
export type MrzFields = {
  first_name: string | null;
  last_name: string | null;
  date_of_birth: string | null;
  document_number: string | null;
  document_expiration_date: string | null;
  nationality: string | null;
  gender: "male" | "female" | "unspecified" | null;
  document_issuing_state: string | null;
  /** The zone's code: `P` is a passport, `I`, `A` and `C` are cards, what follows is the state's own choice. */
  document_type: string | null;
  personal_number: string | null;
  /** The name fills its field to the end, so letters or whole names may be missing. */
  is_name_cut: boolean;
};

export type Mrz = {
  /** `TD1` (cards), `TD2`, `TD3` (passports), or the name of a national form. */
  format: string;
  lines: string[];
  fields: MrzFields;
  /** One entry for each check digit the zone has; an unused personal number has none. */
  checks: { field: MrzCheck; isValid: boolean }[];
  /** Every check digit fits. */
  isValid: boolean;
};

type Parsed = ReturnType<typeof parse>;
type FieldName = keyof Parsed["fields"];

const lineLengths = [30, 36, 44];
const longestLine = 48;

/** Readers drop fillers at the end of a line and put blanks in; both are mended, letters are left as they were read. */
function cleanLines(lines: unknown): string[] | null {
  const given = typeof lines === "string" ? lines.split(/[\r\n]+/) : lines;
  if (!Array.isArray(given) || !given.every((line) => typeof line === "string")) return null;
  const clean = given.map((line: string) => line.toUpperCase().replaceAll(/\s/g, "")).filter(Boolean);
  if (clean.length === 0 || clean.length > 3) return null;
  if (clean.some((line) => line.length > longestLine || !/^[A-Z0-9<]+$/.test(line))) return null;
  const width = Math.max(...clean.map(({ length }) => length));
  return lineLengths.includes(width) ? clean.map((line) => line.padEnd(width, "<")) : clean;
}

function tryParse(lines: string[]): Parsed | null {
  try {
    return parse(lines);
  } catch {
    return null;
  }
}

/** What stands in a field, also where the library rejects it: a reviewer has to see what was read. */
function fieldText({ details }: Parsed, lines: string[], name: FieldName): string | null {
  const found = details.find(({ field }) => field === name);
  if (!found) return null;
  const raw = lines[found.line]?.slice(found.start, found.end) ?? "";
  return (found.valid ? (found.value ?? "") : raw).replaceAll("<", " ").trim() || null;
}

const hundredYears = 100;

/** `YYMMDD` in a given century as `YYYY-MM-DD`; null for a day that no calendar has. */
function dayOf(text: string, century: number): string | null {
  const iso = `${century + Number(text.slice(0, 2))}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? null : iso;
}

/**
 * Two-digit years (ICAO Doc 9303 part 3, section 4.8, leaves the century to the reader). A birth lies in the past: the
 * latest century in which it does. An expiry lies within fifty years of now.
 * @returns `YYYY-MM-DD`; null when a part is unknown (`<<`) or no such day exists
 */
export function mrzDate(text: string, kind: "birth" | "expiry", now: Date): string | null {
  if (!/^\d{6}$/.test(text)) return null;
  const century = Math.floor(now.getUTCFullYear() / hundredYears) * hundredYears;
  const today = now.toISOString().slice(0, 10);
  if (kind === "birth") {
    const recent = dayOf(text, century);
    return recent && recent <= today ? recent : dayOf(text, century - hundredYears);
  }
  const candidates = [century, century - hundredYears, century + hundredYears];
  const near = candidates.find((start) => {
    return Math.abs(start + Number(text.slice(0, 2)) - now.getUTCFullYear()) <= hundredYears / 2;
  });
  return near === undefined ? null : dayOf(text, near);
}

const digits: readonly (readonly [MrzCheck, FieldName])[] = [
  ["document_number", "documentNumberCheckDigit"],
  ["date_of_birth", "birthDateCheckDigit"],
  ["document_expiration_date", "expirationDateCheckDigit"],
  ["personal_number", "personalNumberCheckDigit"],
  ["composite", "compositeCheckDigit"],
];

/** An unused personal number may have a filler or 0 as its digit (part 4, section 4.2.2), which says nothing. */
function checksOf({ details }: Parsed): Mrz["checks"] {
  const isUnused = !details.find(({ field }) => field === "personalNumber")?.value;
  return digits.flatMap(([field, digit]) => {
    const found = details.find((detail) => detail.field === digit);
    const isSilent = field === "personal_number" && isUnused && found?.valid;
    return found && !isSilent ? [{ field, isValid: found.valid }] : [];
  });
}

const sexes: Record<string, MrzFields["gender"]> = {
  M: "male",
  F: "female",
  "<": "unspecified",
  X: "unspecified",
};

function sexOf({ details }: Parsed, lines: string[]): MrzFields["gender"] {
  const found = details.find(({ field }) => field === "sex");
  return found ? (sexes[lines[found.line]?.charAt(found.start) ?? ""] ?? null) : null;
}

/** A card's optional data, unless it carries the rest of a long document number (part 5, section 4.2.2, note j). */
const optionalOf = (format: string, [first = ""]: string[]): string | null =>
  format === "TD1" && first.charAt(14) !== "<" ? first.slice(15).replaceAll("<", " ").trim() || null : null;

function isNameCut(format: string, lines: string[]): boolean {
  const field = format === "TD1" ? lines[2] : lines[0];
  return ["TD1", "TD2", "TD3"].includes(format) && field !== undefined && !field.endsWith("<");
}

/**
 * Reads a machine readable zone (ICAO Doc 9303 parts 3 to 6) and verifies its check digits (part 3, section 4.9).
 * Nothing is corrected: a digit read for a letter makes a check digit wrong, and that is what a reviewer must see.
 * @param lines the lines, or one text of them
 * @param now for the century of two-digit years
 * @returns null for what is no machine readable zone; never throws
 */
export function parseMrz(lines: unknown, now = new Date()): Mrz | null {
  const clean = cleanLines(lines);
  const parsed = clean && tryParse(clean);
  if (!clean || !parsed) return null;
  const text = (name: FieldName) => fieldText(parsed, clean, name);
  const checks = checksOf(parsed);
  return {
    format: parsed.format,
    lines: clean,
    fields: {
      first_name: text("firstName"),
      last_name: text("lastName"),
      date_of_birth: mrzDate(text("birthDate") ?? "", "birth", now),
      document_number: text("documentNumber"),
      document_expiration_date: mrzDate(text("expirationDate") ?? "", "expiry", now),
      nationality: text("nationality"),
      gender: sexOf(parsed, clean),
      document_issuing_state: text("issuingState"),
      document_type: text("documentCode"),
      personal_number: text("personalNumber") ?? optionalOf(parsed.format, clean),
      is_name_cut: isNameCut(parsed.format, clean),
    },
    checks,
    isValid: checks.every(({ isValid }) => isValid),
  };
}
