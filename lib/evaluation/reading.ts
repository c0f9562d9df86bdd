import "server-only";
import type { LastChecks } from "@/lib/evaluation/last-checks";
import { readSources } from "@/lib/mrz/sources";
import { type Mrz, type MrzCheck, type MrzFields, parseMrz } from "@/lib/mrz/zone";
import { log } from "@/lib/platform/log";
import type { Licence } from "@/lib/reading/aamva";
import type { Part } from "@/lib/reading/forms";
import type { Looked } from "@/lib/reading/look";
import { lookAtPicture } from "@/lib/reading/pictures";

/** What was read in the pictures of a document. */
export type Reading = {
  zone: { document: string; mrz: Mrz; unsure: readonly Part[] } | null;
  licence: (Licence & { document: string }) | null;
  /** Check digits that are wrong although every sign is clear. */
  wrong: readonly MrzCheck[];
  /** There is something like a zone that was not read with certainty. */
  isUnclear: boolean;
  /** What was read names different documents: zones, barcodes, or a zone and a barcode. */
  isDivided: boolean;
  /** So many pictures were looked at, and so many could not be. */
  pictures: number;
  failed: number;
};

/** Nothing was looked at. */
export const unread: Reading = {
  zone: null,
  licence: null,
  wrong: [],
  isUnclear: false,
  isDivided: false,
  pictures: 0,
  failed: 0,
};

/** Says why a document was not read to the end; null when it was, or when nobody asked. */
export function whyUnread({ isUnclear, failed }: Reading): string | null {
  if (isUnclear) return "There is a machine readable zone that cannot be read with certainty.";
  return failed > 0 ? "A picture of the document could not be looked at." : null;
}

/** The pictures of a document that machines read. */
const readable = ["id_front", "id_back"];

/** Looks for a zone or a barcode in the pictures of a document, one after the other. */
export async function readDocuments(
  documents: readonly { docType: string; mimeType: string | null; bytes: Buffer | null }[],
): Promise<Reading> {
  let reading = unread;
  for (const { docType, mimeType, bytes } of documents) {
    if (!readable.includes(docType) || !mimeType?.startsWith("image/")) continue;
    const looked = bytes && (await lookAtPicture(bytes).catch((err: unknown) => failedLook(err, docType)));
    reading = looked
      ? withLook(reading, docType, looked)
      : { ...reading, pictures: reading.pictures + 1, failed: reading.failed + 1 };
  }
  return reading;
}

function failedLook(err: unknown, docType: string): null {
  log.error({ err, docType }, "a picture could not be looked at");
  return null;
}

type Said = Partial<Record<(typeof daysOfDocument)[number] | "document_number", string | null>>;
const daysOfDocument = ["date_of_birth", "document_expiration_date"] as const;

/**
 * Whether two readings are of different documents: they name other days, or other numbers where both are of one kind. A
 * barcode may have a number of its own beside that of the zone.
 */
export function areOfTwo(one: Said | null, other: Said | null, { isOneKind = false } = {}): boolean {
  if (!one || !other) return false;
  const days = daysOfDocument.some((name) => {
    const [day, another] = [wholeDay(one[name]), wholeDay(other[name])];
    return day !== null && another !== null && day !== another;
  });
  return days || (isOneKind && one.document_number !== other.document_number);
}

/** Adds what was found in a picture to what was read of a document before. */
export function withLook(before: Reading, document: string, { zone, barcode }: Looked): Reading {
  const after = { ...before, pictures: before.pictures + 1 };
  if (zone.found === "wrong") after.wrong = zone.checks;
  if (zone.found === "unclear") after.isUnclear = true;
  for (const licence of barcode.found === "licence" ? barcode.licences : []) {
    after.isDivided ||= areOfTwo(after.licence, licence, { isOneKind: true });
    after.licence ??= { ...licence, document };
  }
  const mrz = zone.found === "zone" ? parseMrz(zone.zone.lines) : null;
  if (zone.found === "zone" && !mrz) after.isUnclear = true;
  if (zone.found === "zone" && mrz) {
    after.isDivided ||= areOfTwo(after.zone?.mrz.fields ?? null, mrz.fields, { isOneKind: true });
    after.zone ??= { document, mrz, unsure: zone.zone.unsure };
  }
  after.isDivided ||= areOfTwo(after.zone?.mrz.fields ?? null, after.licence);
  return after;
}

const wholeDay = (day: string | null | undefined) => (day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null);
const present = (given: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== undefined));

/** A name that fills its place may lack letters, so that it is no name to be stored. */
function ofZone(fields: MrzFields): Record<string, unknown> {
  const isCut = (name: "first_name" | "last_name") => fields.cut_names.includes(name);
  return present({
    first_name: isCut("first_name") ? null : fields.first_name,
    last_name: isCut("last_name") ? null : fields.last_name,
    date_of_birth: wholeDay(fields.date_of_birth),
    document_number: fields.document_number,
    document_expiration_date: wholeDay(fields.document_expiration_date),
    nationality: fields.nationality,
    gender: fields.gender,
    document_issuing_state: fields.document_issuing_state,
  });
}

const licenceFields = [
  "first_name",
  "last_name",
  "date_of_birth",
  "document_number",
  "document_expiration_date",
  "gender",
  "address",
  "document_issuing_state",
] as const;

/** What a licence says, as readers of barcodes give it and as extracted data are stored. */
export const ofLicence = (licence: Record<string, unknown>): Record<string, unknown> =>
  present(Object.fromEntries(licenceFields.map((name) => [name, licence[name]])));

/** The extracted data of what was read. */
export const extractedFrom = ({ zone, licence }: Reading): Record<string, unknown> =>
  zone ? ofZone(zone.mrz.fields) : licence ? ofLicence(licence) : {};

/** The extracted data of the last time that the documents of a session were read. */
export function extractedIn(checks: LastChecks): Record<string, unknown> {
  const details = checks.get("document_ocr")?.details;
  if (details?.source === "barcode") return ofLicence(Object(details.barcode));
  const zone = details?.source === "zone" ? parseMrz(readSources(details).mrzLines) : null;
  return zone ? ofZone(zone.fields) : {};
}

/**
 * What a check that passed has kept of its reading: nothing was unclear, failed or divided then.
 * @returns null when nothing was read, or it cannot be understood
 */
export function keptReading(details: unknown): Reading | null {
  const { source, document, unsure, barcode, barcode_version } = Object(details);
  const lines = readSources(details).mrzLines;
  const mrz = source === "zone" && lines ? parseMrz(lines) : null;
  const licence = barcode && { ...noLicence, ...barcode, version: Number(barcode_version), document };
  if (!mrz && source !== "barcode") return null;
  return { ...unread, zone: mrz && { document, mrz, unsure: unsure ?? [] }, licence: licence ?? null };
}

const noLicence = {
  first_name: null,
  last_name: null,
  gender: null,
  address: null,
  document_issuing_state: null,
  issuing_country: null,
};
