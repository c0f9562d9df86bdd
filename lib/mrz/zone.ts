import { parse } from "mrz";
import { type DateKind, never, zoneDates } from "@/lib/folding/dates";
import { readLines, splitZone, type ZoneForm } from "@/lib/mrz/lines";

export const mrzChecks = [
  "document_number",
  "date_of_birth",
  "document_expiration_date",
  "personal_number",
  "composite",
] as const;
export type MrzCheck = (typeof mrzChecks)[number];

/**
 * The fields of a zone under the contract's names; names of persons as the zone spells them. Dates are `YYYY-MM-DD`,
 * `YYYY-MM` or `YYYY` where the rest is unknown, and `9999-12-31` where the document does not expire. A text that is
 * no date, or may be two, is returned as it is.
 */
export type MrzFields = {
  first_name: string | null;
  last_name: string | null;
  date_of_birth: string | null;
  document_number: string | null;
  document_expiration_date: string | null;
  nationality: string | null;
  /** `male`, `female`, `unspecified`, or the zone's own character if it means none of these. */
  gender: string | null;
  document_issuing_state: string | null;
  /**
   * The zone's code: `P` is a passport, `I`, `A` and `C` are cards, `V` is a visa. The issuing state chooses the
   * second letter.
   */
  document_type: string | null;
  personal_number: string | null;
  /**
   * The contents of the places for the state's own use. On many cards this is the number printed as the document's.
   */
  optional_data: string[];
  /** Names that fill their place to the end, so letters or whole names may be missing. */
  cut_names: ("first_name" | "last_name")[];
};

export type Mrz = {
  format: ZoneForm;
  lines: string[];
  fields: MrzFields;
  /** One entry for each check digit of the zone. An unused personal number has none. */
  checks: { field: MrzCheck; isValid: boolean }[];
  /** Every check digit is correct. */
  isValid: boolean;
};

type Parsed = ReturnType<typeof parse>;
type FieldName = keyof Parsed["fields"];
type Zone = { form: ZoneForm; lines: string[]; parsed: Parsed };

function tryParse(lines: string[]): Parsed | null {
  try {
    return parse(lines);
  } catch {
    return null;
  }
}

const textOf = (places: string) => places.replaceAll(/<+/g, " ").trim() || null;

/** Returns a field's text even where the library rejects it, because the reviewer must see what was read. */
function fieldText({ parsed, lines }: Zone, name: FieldName): string | null {
  const found = parsed.details.find(({ field }) => field === name);
  if (!found) return null;
  const raw = lines[found.line]?.slice(found.start, found.end) ?? "";
  return textOf(found.valid ? (found.value ?? "") : raw);
}

/** The place of a field: line, first column, and the column after the last. */
type Place = [line: number, from: number, to: number];
const namePlaces: Record<ZoneForm, Place> = {
  TD1: [2, 0, 30],
  TD2: [0, 5, 36],
  TD3: [0, 5, 44],
  "MRV-A": [0, 5, 44],
  "MRV-B": [0, 5, 36],
  SWISS_DRIVING_LICENSE: [2, 0, 30],
  FRENCH_NATIONAL_ID: [0, 5, 30],
  FRENCH_DRIVING_LICENSE: [0, 21, 29],
};
/** The French identity card has the given names on the second line. */
const frenchFirstName: Place = [1, 13, 27];

type Names = Pick<MrzFields, "first_name" | "last_name" | "cut_names">;

function namesOf({ form, lines }: Zone): Names {
  const at = ([line, from, to]: Place) => lines[line]?.slice(from, to) ?? "";
  const isFull = (place: Place) => !at(place).endsWith("<");
  if (form === "FRENCH_NATIONAL_ID") {
    const cut: Names["cut_names"] = [];
    if (isFull(namePlaces[form])) cut.push("last_name");
    if (isFull(frenchFirstName)) cut.push("first_name");
    return {
      last_name: textOf(at(namePlaces[form])),
      first_name: textOf(at(frenchFirstName)),
      cut_names: cut,
    };
  }
  const [last = "", ...first] = at(namePlaces[form]).replace(/<+$/, "").split("<<");
  const cut_names: Names["cut_names"] = isFull(namePlaces[form]) ? ["first_name", "last_name"] : [];
  return { last_name: textOf(last), first_name: textOf(first.join("<")), cut_names };
}

const digits: readonly (readonly [MrzCheck, FieldName])[] = [
  ["document_number", "documentNumberCheckDigit"],
  ["date_of_birth", "birthDateCheckDigit"],
  ["document_expiration_date", "expirationDateCheckDigit"],
  ["personal_number", "personalNumberCheckDigit"],
  ["composite", "compositeCheckDigit"],
];
/**
 * A visa has only three check digits (part 7, sections 4.2.2 and 5.2.2); its last places are for the state's own use.
 */
const notOfVisas: readonly MrzCheck[] = ["personal_number", "composite"];
const isVisa = (form: ZoneForm) => form === "MRV-A" || form === "MRV-B";

/**
 * Lists the check digits. That of an unused personal number may be a filler or 0 (part 4, section 4.2.2), which
 * proves nothing, so it is left out.
 */
function checksOf({ form, parsed: { details } }: Zone): Mrz["checks"] {
  const isUnused = !details.find(({ field }) => field === "personalNumber")?.value;
  return digits.flatMap(([field, digit]) => {
    const found = details.find((detail) => detail.field === digit);
    const isSilent = field === "personal_number" && isUnused && found?.valid;
    const isNone = isSilent || (isVisa(form) && notOfVisas.includes(field));
    return found && !isNone ? [{ field, isValid: found.valid }] : [];
  });
}

const sexes: Record<string, string> = {
  M: "male",
  F: "female",
  "<": "unspecified",
  X: "unspecified",
};

function sexOf({ parsed: { details }, lines }: Zone): MrzFields["gender"] {
  const found = details.find(({ field }) => field === "sex");
  const sign = found ? (lines[found.line]?.charAt(found.start) ?? "") : "";
  return (sexes[sign] ?? sign) || null;
}

/** The places of optional data. */
const optionalPlaces: Partial<Record<ZoneForm, Place[]>> = {
  TD1: [
    [0, 15, 30],
    [1, 18, 29],
  ],
  TD2: [[1, 28, 35]],
  TD3: [[1, 28, 42]],
  "MRV-A": [[1, 28, 44]],
  "MRV-B": [[1, 28, 36]],
};

/**
 * Returns optional data, unless the place contains the rest of a long document number (part 5, section 4.2.2, note
 * j).
 */
function optionalOf({ form, lines }: Zone): string[] {
  const isOverflow = ([line, from]: Place) =>
    (form === "TD1" && line === 0 && lines[0]?.charAt(14) === "<") ||
    (form === "TD2" && from === 28 && lines[1]?.charAt(9) === "<");
  return (optionalPlaces[form] ?? [])
    .filter((place) => !isOverflow(place))
    .flatMap(([line, from, to]) => textOf(lines[line]?.slice(from, to) ?? "") ?? []);
}

/**
 * Returns the document number as it is printed. The French card has twelve places for it at the start of its second
 * line, of which the library reads only five. The Russian internal passport has the fourth of its ten digits among
 * the optional data.
 */
function numberOf(zone: Zone): string | null {
  const [first = "", second = ""] = zone.lines;
  if (zone.form === "FRENCH_NATIONAL_ID") return textOf(second.slice(0, 12));
  const number = fieldText(zone, "documentNumber");
  const isRussian = zone.form === "TD3" && first.startsWith("PNRUS") && /^\d{9}$/.test(number ?? "");
  return isRussian && /\d/.test(second.charAt(28)) && number
    ? `${number.slice(0, 3)}${second.charAt(28)}${number.slice(3)}`
    : number;
}

/**
 * The Cyrillic letters of the Russian internal passport, one for each Latin character (order 851 of the interior
 * ministry, 2013).
 */
const cyrillic = new Map(
  [..."ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678"].map((sign, at) => [
    sign,
    [..."АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"][at] ?? "",
  ]),
);
const inCyrillic = (name: string | null) =>
  name?.replaceAll(/[A-Z0-9]/g, (sign) => cyrillic.get(sign) ?? sign) ?? null;

/**
 * Reads a date. For cards valid for life, Spain writes the year 9999 with two digits; others may do so too, or mean
 * 1999.
 */
function dateIn(zone: Zone, name: FieldName, kind: DateKind, now: Date): string | null {
  const found = zone.parsed.details.find(({ field }) => field === name);
  const places = found ? (zone.lines[found.line]?.slice(found.start, found.end) ?? "") : "";
  const dates = places ? zoneDates(places, kind, now) : [];
  const isForLife = dates.length > 1 && zone.lines[0]?.slice(2, 5) === "ESP";
  if (dates[0] === never && (dates.length === 1 || isForLife)) return `${never}-12-31`;
  return dates.length === 1 ? (dates[0] ?? null) : textOf(places);
}

/**
 * Reads a machine readable zone (ICAO Doc 9303 parts 3 to 7) and verifies its check digits (part 3, section 4.9). It
 * corrects nothing: a misread character makes a check digit wrong, and the reviewer must see that.
 * @param given a list of lines, or one text
 * @param now determines the century of two-digit years
 * @returns null for anything that cannot be read as a machine readable zone; never throws
 */
export function parseMrz(given: unknown, now = new Date()): Mrz | null {
  const isLines = Array.isArray(given) && given.every((line) => typeof line === "string");
  const found = isLines || typeof given === "string" ? readLines(splitZone(given)) : null;
  const parsed = found && tryParse(found.form === "TD2" ? forTd2(found.lines) : found.lines);
  if (!found || !parsed) return null;
  const zone: Zone = { ...found, parsed };
  const names = namesOf(zone);
  const isRussian = zone.lines[0]?.startsWith("PNRUS") && zone.form === "TD3";
  const checks = checksOf(zone);
  const optional = optionalOf(zone);
  return {
    format: zone.form,
    lines: zone.lines,
    fields: {
      ...names,
      ...(isRussian && {
        first_name: inCyrillic(names.first_name),
        last_name: inCyrillic(names.last_name),
      }),
      date_of_birth: dateIn(zone, "birthDate", "birth", now),
      document_number: numberOf(zone),
      document_expiration_date: dateIn(zone, "expirationDate", "expiry", now),
      nationality: fieldText(zone, "nationality"),
      gender: sexOf(zone),
      document_issuing_state: fieldText(zone, "issuingState"),
      document_type: fieldText(zone, "documentCode"),
      personal_number: isVisa(zone.form) ? null : (fieldText(zone, "personalNumber") ?? optional[0] ?? null),
      optional_data: optional,
      cut_names: names.cut_names,
    },
    checks,
    isValid: checks.every(({ isValid }) => isValid),
  };
}

/**
 * Replaces digits at the end of the first line: the library would take the zone for a French card, and no name has a
 * digit.
 */
const forTd2 = ([first = "", second = ""]: string[]) => [first.replaceAll(/\d(?=.{0,5}$)/g, "<"), second];
