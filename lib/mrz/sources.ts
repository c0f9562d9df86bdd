import { z } from "zod";
import {
  type ComparedField,
  comparedFields,
  type UnreadSource,
  unreadSources,
} from "@/lib/contract/vocabulary";
import { lineOf } from "@/lib/folding/addresses";
import { splitZone } from "@/lib/mrz/lines";

/** The values of a source, by field: texts, and for the address an object of texts. */
export type FieldValues = Partial<Record<ComparedField, unknown>>;

export type DocumentSources = {
  mrzLines: string[] | null;
  visual: FieldValues | null;
  barcode: FieldValues | null;
  chip: FieldValues | null;
  /** Sources whose content is not fields, such as the bare text of a barcode, and cannot be read. */
  unread: UnreadSource[];
};

/** Other field names that readers use. Those with three letters are data elements of AAMVA barcodes. */
const aliases = new Map<string, ComparedField>(
  Object.entries({
    given_name: "first_name",
    given_names: "first_name",
    forename: "first_name",
    forenames: "first_name",
    dac: "first_name",
    dct: "first_name",
    surname: "last_name",
    family_name: "last_name",
    last_names: "last_name",
    surnames: "last_name",
    dcs: "last_name",
    birth_date: "date_of_birth",
    dob: "date_of_birth",
    dbb: "date_of_birth",
    number: "document_number",
    license_number: "document_number",
    daq: "document_number",
    expiry_date: "document_expiration_date",
    expiration_date: "document_expiration_date",
    date_of_expiry: "document_expiration_date",
    expires_on: "document_expiration_date",
    dba: "document_expiration_date",
    sex: "gender",
    dbc: "gender",
    issuing_state: "document_issuing_state",
    issuing_country: "document_issuing_state",
    issuer: "document_issuing_state",
    type: "document_type",
  } as const),
);

/** Returns the compared field that a reader's field name means, if any. */
export const fieldOf = (key: string): ComparedField | undefined => {
  const snake = key.replaceAll(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
  return comparedFields.find((field) => field === snake) ?? aliases.get(snake);
};

const value = z.union([z.string().max(2000), z.number(), z.record(z.string(), z.unknown())]);

function fieldsIn(source: unknown): FieldValues | null {
  const given = z.record(z.string(), z.unknown()).safeParse(source);
  const found: FieldValues = {};
  for (const [key, inner] of Object.entries(given.data ?? {})) {
    const field = fieldOf(key);
    if (field && value.safeParse(inner).success) found[field] ??= inner;
  }
  return Object.keys(found).length > 0 ? found : null;
}

const map = z.record(z.string(), z.unknown());

/** The keys under which readers give a zone, and within it its text. */
const zoneKeys = ["mrz", "mrz_lines", "mrzLines", "mrz_text", "mrzText", "mrz_raw"];
const textKeys = ["lines", "text", "raw", "value", "mrz"];
const mostLines = 10;
const longestLine = 200;

/** Returns the lines of a zone in any form. An unreadable zone is not the same as a missing one. */
function linesIn(given: unknown): string[] | null {
  const texts = typeof given === "string" ? [given] : Array.isArray(given) ? given.filter(isText) : [];
  const lines = splitZone(texts).map((line) => line.slice(0, longestLine));
  if (lines.length > 0) return lines.slice(0, mostLines);
  const { data } = map.safeParse(given);
  if (!data || Array.isArray(given)) return null;
  const numbered = Object.keys(data).filter((key) => /line_?\d$/i.test(key));
  const inner = textKeys.map((key) => data[key]);
  const found = inner
    .map((value) => (isText(value) || Array.isArray(value) ? linesIn(value) : null))
    .find(Boolean);
  return found ?? (numbered.length > 0 ? linesIn(numbered.sort().map((key) => data[key])) : null);
}

/** Returns whether a value is a document's content, and not a status word such as `absent`. */
function isContent(value: unknown): boolean {
  if (!isText(value) && !Array.isArray(value)) return false;
  return !/^[a-z_ -]{0,40}$/i.test(lineOf(value) ?? "");
}

const isText = (value: unknown): value is string => typeof value === "string";

/**
 * Reads the sources from the details of a `document_ocr` check: the zone as `mrz_lines`, `mrz.lines` or under other
 * keys that readers use, `visual`, `barcode`, `chip`. It ignores everything else and never throws.
 */
export function readSources(details: unknown): DocumentSources {
  const { data = {} } = map.safeParse(details);
  const isUnread = (source: UnreadSource) => fieldsIn(data[source]) === null && isContent(data[source]);
  return {
    unread: unreadSources.filter(isUnread),
    mrzLines: zoneKeys.map((key) => linesIn(data[key])).find(Boolean) ?? null,
    visual: fieldsIn(data.visual),
    barcode: fieldsIn(data.barcode),
    chip: fieldsIn(data.chip),
  };
}
