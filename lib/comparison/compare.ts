import { type ComparedRow, type FieldSource, fieldSources } from "@/lib/checks/schema";
import { judge } from "@/lib/comparison/judge";
import type { Reading, Setting } from "@/lib/comparison/match";
import { type ComparedField, comparedFields } from "@/lib/contract/vocabulary";
import { lineOf } from "@/lib/folding/addresses";
import { foldNumber } from "@/lib/folding/numbers";
import { isIssuedByStates } from "@/lib/format/issuer";
import type { FieldValues } from "@/lib/mrz/sources";
import type { MrzFields } from "@/lib/mrz/zone";
import { hidden } from "@/lib/records/view";

export type FieldInputs = {
  extracted?: FieldValues | null;
  submitted?: FieldValues | null;
  mrz?: MrzFields | null;
  visual?: FieldValues | null;
  barcode?: FieldValues | null;
  chip?: FieldValues | null;
  corrected?: FieldValues | null;
  /** The document's country and kind, used where no source names them. */
  country?: string | null;
  documentType?: string | null;
};

/** The first of these sources with a value is shown. */
const shownFirst: readonly FieldSource[] = [
  "corrected",
  "extracted",
  "mrz",
  "chip",
  "visual",
  "barcode",
  "submitted",
];

/**
 * Returns the value of a field in each source. A card may repeat its printed number in the zone's optional data, as
 * the Spanish DNI does. If another source has that number, it is compared instead of the zone's document number.
 */
function readingsOf(inputs: FieldInputs, field: ComparedField): Reading[] {
  const readings = fieldSources.flatMap((source): Reading[] => {
    const given: FieldValues | null | undefined = inputs[source];
    const value = lineOf(given?.[field]);
    const isCut = source === "mrz" && inputs.mrz?.cut_names.some((name) => name === field) === true;
    return value ? [{ source, value, isCut }] : [];
  });
  if (field !== "document_number") return readings;
  const printed = readings.filter(({ source }) => source !== "mrz").map(({ value }) => foldNumber(value));
  const second = inputs.mrz?.optional_data.find((text) => printed.includes(foldNumber(text)));
  return readings.map((each) => (each.source === "mrz" && second ? { ...each, value: second } : each));
}

function settingOf(inputs: FieldInputs, now: Date): Setting {
  const type =
    lineOf(inputs.corrected?.document_type ?? inputs.extracted?.document_type) ?? inputs.documentType;
  const zone = inputs.mrz?.document_issuing_state;
  return {
    now,
    issuer: { country: inputs.country ?? zone, isIssuedByStates: isIssuedByStates(type) },
  };
}

/**
 * Compares the sources of each field. Returns one row per field of {@link comparedFields}, in that order. Values
 * match despite differences in case, marks, transliteration (ICAO Doc 9303 part 3, section 6), punctuation, order of
 * given names, names cut in a machine readable zone, date formats, and codes or names of countries. Unreadable values
 * and unknown words contradict nothing. After a correction, the other sources are compared with the corrected value
 * instead of the extracted one. The reasons contain personal data.
 */
export function compareFields(inputs: FieldInputs, now: Date): ComparedRow[] {
  const setting = settingOf(inputs, now);
  return comparedFields.map((field) => {
    const readings = readingsOf(inputs, field);
    const shown = shownFirst.flatMap(
      (source) => readings.find((reading) => reading.source === source)?.value ?? [],
    )[0];
    const sources = readings.map(({ source, value }) => ({ source, value }));
    return { field, shown: shown ?? null, sources, ...judge(field, readings, setting) };
  });
}

/** The reason for a verdict, without the compared values. */
const maskedReasons: Partial<Record<ComparedRow["verdict"], string>> = {
  mismatch: "The sources differ.",
  unreadable: "A value could not be read.",
  implausible: "The value is not plausible.",
};

/** Masks a row for a reader who may see verdicts but no values. */
export const maskRow = (row: ComparedRow): ComparedRow => ({
  ...row,
  shown: row.shown === null ? null : hidden,
  sources: row.sources.map(({ source }) => ({ source, value: hidden })),
  reason: maskedReasons[row.verdict] ?? null,
});
