import { z } from "zod";
import { type ComparedField, comparedFields } from "@/lib/checks/schema";

/** What a source says, by field: texts, and for the address an object of texts. */
export type FieldValues = Partial<Record<ComparedField, unknown>>;

export type DocumentSources = {
  mrzLines: string[] | null;
  visual: FieldValues | null;
  barcode: FieldValues | null;
  chip: FieldValues | null;
};

/** Other names readers use; the three-letter ones are data elements of AAMVA barcodes. */
const aliases = new Map<string, ComparedField>(
  Object.entries({
    given_name: "first_name",
    given_names: "first_name",
    dac: "first_name",
    surname: "last_name",
    family_name: "last_name",
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
    type: "document_type",
  } as const),
);

/** The field that a reader means by this name, if it is one of those that are compared. */
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

const lines = z.union([z.string(), z.array(z.string()).max(10)]);
const known = z.object({
  mrz_lines: lines.optional().catch(undefined),
  mrz: z
    .union([lines, z.object({ lines })])
    .optional()
    .catch(undefined),
  visual: z.unknown().optional(),
  barcode: z.unknown().optional(),
  chip: z.unknown().optional(),
});

/**
 * What the details of a `document_ocr` check hold of each source: `mrz_lines` or `mrz.lines`, `visual`, `barcode`,
 * `chip`. Takes what it knows and ignores the rest; never throws.
 */
export function readSources(details: unknown): DocumentSources {
  const { data } = known.safeParse(details);
  const zone = data?.mrz;
  const given = (zone && typeof zone === "object" && "lines" in zone ? zone.lines : zone) ?? data?.mrz_lines;
  const mrzLines = typeof given === "string" ? given.split(/[\r\n]+/) : given;
  return {
    mrzLines: mrzLines?.some((line) => line.trim()) ? mrzLines : null,
    visual: fieldsIn(data?.visual),
    barcode: fieldsIn(data?.barcode),
    chip: fieldsIn(data?.chip),
  };
}
