import { foldDocumentType, foldSex } from "@/lib/checks/fold";
import { daysIn } from "@/lib/checks/fold-date";
import { hintFor, type Reading, sameness } from "@/lib/checks/match";
import { type ComparedField, comparedFields, type FieldSource, fieldSources } from "@/lib/checks/schema";
import type { FieldValues } from "@/lib/checks/sources";
import type { MrzFields } from "@/lib/documents/mrz";
import { countryName } from "@/lib/format/country";
import { day } from "@/lib/format/date";

/** One field of a person or document, with what each source says of it. */
export type ComparedRow = {
  field: ComparedField;
  /** What stands for the field in front of a reviewer. */
  shown: string | null;
  sources: { source: FieldSource; value: string }[];
  /** `single`: one source alone, or sources that no rule can compare. */
  verdict: "match" | "mismatch" | "single" | "missing";
  /** A sentence about the difference, with its values. */
  reason: string | null;
};

export type FieldInputs = {
  extracted?: FieldValues | null;
  submitted?: FieldValues | null;
  mrz?: MrzFields | null;
  visual?: FieldValues | null;
  barcode?: FieldValues | null;
  chip?: FieldValues | null;
  corrected?: FieldValues | null;
};

const speakers: Record<FieldSource, string> = {
  submitted: "the form",
  extracted: "the document",
  mrz: "the machine readable zone",
  visual: "the print",
  barcode: "the barcode",
  chip: "the chip",
  corrected: "the correction",
};

/** What stands for a field in front of the reviewer, the first that has something. */
const shownFirst: readonly FieldSource[] = [
  "corrected",
  "extracted",
  "mrz",
  "chip",
  "visual",
  "barcode",
  "submitted",
];

/** A value as text: an address object becomes one line. Null for what is empty. */
function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return value.trim() || null;
  if (!value || typeof value !== "object" || Array.isArray(value)) return null;
  const parts = Object.values(value).filter((part) => typeof part === "string" && part.trim());
  return parts.length > 0 ? parts.join(", ") : null;
}

function readingsOf(inputs: FieldInputs, field: ComparedField): Reading[] {
  return fieldSources.flatMap((source) => {
    const given: FieldValues | null | undefined = inputs[source];
    const value = textOf(given?.[field]);
    const isCut = source === "mrz" && inputs.mrz?.is_name_cut === true;
    return value ? [{ source, value, isCut }] : [];
  });
}

/** Readings that agree, directly or through a third, in groups. A value that was corrected no longer counts. */
function groupsOf(field: ComparedField, readings: Reading[], now: Date): Reading[][] {
  const groups: Reading[][] = [];
  for (const reading of readings) {
    const joined = groups.filter((group) =>
      group.some((other) => sameness(field, reading, other, now) === "same"),
    );
    const rest = groups.filter((group) => !joined.includes(group));
    groups.splice(0, groups.length, ...rest, [...joined.flat(), reading]);
  }
  const place = (group: Reading[]) => Math.min(...group.map((reading) => readings.indexOf(reading)));
  return groups
    .map((group) => group.toSorted((a, b) => readings.indexOf(a) - readings.indexOf(b)))
    .sort((a, b) => place(a) - place(b));
}

/** How a value stands in a sentence. */
function spoken(field: ComparedField, value: string, now: Date): string {
  if (field === "document_type") return foldDocumentType(value);
  if (field === "gender") return foldSex(value);
  if (field === "nationality" || field === "document_issuing_state") return countryName(value);
  if (field !== "date_of_birth" && field !== "document_expiration_date") return value;
  const kind = field === "date_of_birth" ? "birth" : "expiry";
  const days = daysIn(value, kind, now);
  return days.length === 1 ? day(days[0]) : value;
}

function list(items: string[]): string {
  return items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** `The form says Ericsson, the document and the machine readable zone say Eriksson.` */
function sentenceOf(field: ComparedField, groups: Reading[][], now: Date): string {
  const parts = groups.map((group) => {
    const who = list(group.map(({ source }) => speakers[source]));
    const value = spoken(field, group[0]?.value ?? "", now);
    return `${who} ${group.length > 1 ? "say" : "says"} ${value}`;
  });
  const text = parts.join(", ");
  const hint = groups.length === 2 ? hintFor(field, groups[0]?.[0], groups[1]?.[0], now) : null;
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.${hint ? ` ${hint}` : ""}`;
}

/** Whether two groups contradict each other, and not only stand in different scripts. */
const contradicts = (field: ComparedField, one: Reading[], other: Reading[], now: Date) =>
  one.some((a) => other.some((b) => sameness(field, a, b, now) === "different"));

function judge(
  field: ComparedField,
  readings: Reading[],
  now: Date,
): Pick<ComparedRow, "verdict" | "reason"> {
  if (readings.length === 0) return { verdict: "missing", reason: null };
  const corrected = readings.some(({ source }) => source === "corrected");
  const before = readings.find(({ source }) => source === "extracted");
  const counted = corrected ? readings.filter(({ source }) => source !== "extracted") : readings;
  const note =
    corrected && before
      ? `Corrected; the document was first read as ${spoken(field, before.value, now)}.`
      : null;
  if (counted.length === 1) return { verdict: "single", reason: note };
  const groups = groupsOf(field, counted, now);
  const isMismatch = groups.some((one, at) =>
    groups.slice(at + 1).some((other) => contradicts(field, one, other, now)),
  );
  if (isMismatch) return { verdict: "mismatch", reason: sentenceOf(field, groups, now) };
  const isCompared = groups.some((group) => group.length > 1);
  if (groups.length > 1) {
    const scripts = isCompared
      ? "Written in different scripts; each was compared within its own."
      : "Written in different scripts; compare by eye.";
    return { verdict: isCompared ? "match" : "single", reason: note ?? scripts };
  }
  return { verdict: "match", reason: note ?? shorterName(field, counted) };
}

/** A form often leaves out a middle name: no contradiction, but worth a word. */
function shorterName(field: ComparedField, readings: Reading[]): string | null {
  if (field !== "first_name") return null;
  const form = readings.find(({ source }) => source === "submitted");
  const count = ({ value }: Reading) => value.split(/[\s-]+/).length;
  const longer = form && readings.find((other) => !other.isCut && count(other) > count(form));
  return longer ? `The form leaves out a part of the given names, ${longer.value}.` : null;
}

/**
 * Compares what the sources say of each field: one row for each field of {@link comparedFields}, in that order.
 * Values match across case, marks, transliterations (ICAO Doc 9303 part 3, section 6), punctuation, order of given
 * names, names cut in a machine readable zone, forms of dates, and codes or names of countries. After a correction
 * the other sources are compared with it, not with what was extracted. Reasons hold personal values.
 */
export function compareFields(inputs: FieldInputs, now: Date): ComparedRow[] {
  return comparedFields.map((field) => {
    const readings = readingsOf(inputs, field);
    const shown = shownFirst.flatMap(
      (source) => readings.find((reading) => reading.source === source)?.value ?? [],
    )[0];
    const sources = readings.map(({ source, value }) => ({ source, value }));
    return { field, shown: shown ?? null, sources, ...judge(field, readings, now) };
  });
}
