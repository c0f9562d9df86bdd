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
  /** Two pictures have zones of different documents. */
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

function withLook(before: Reading, document: string, { zone, barcode }: Looked): Reading {
  const after = { ...before, pictures: before.pictures + 1 };
  if (zone.found === "wrong") after.wrong = zone.checks;
  if (zone.found === "unclear") after.isUnclear = true;
  if (barcode.found === "licence") after.licence ??= { ...barcode.licence, document };
  if (zone.found !== "zone") return after;
  const { lines, unsure } = zone.zone;
  const mrz = parseMrz(lines);
  if (!mrz) return { ...after, isUnclear: true };
  const isOther = after.zone && after.zone.mrz.fields.document_number !== mrz.fields.document_number;
  return {
    ...after,
    zone: after.zone ?? { document, mrz, unsure },
    isDivided: after.isDivided || isOther === true,
  };
}

const wholeDay = (day: string | null) => (day && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null);
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
