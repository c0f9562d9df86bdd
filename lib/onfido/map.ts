import {
  type OnfidoApplicant,
  type OnfidoDocument,
  type OnfidoReport,
  type OnfidoRun,
  readApplicant,
  readDocuments,
  readPhotos,
  readReport,
  readRun,
} from "@/lib/onfido/read";
import type { OnfidoSettings } from "@/lib/onfido/settings";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, toBundle, type VendorCheck, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantIn, oneLine, present, sexOf } from "@/lib/vendors/fields";

/** The name of a report in the record. */
export const reportDocument = (id: string): string => `report:${id}`;

const kinds: Record<string, string> = {
  passport: "passport",
  driving_licence: "drivers_license",
  national_identity_card: "national_id",
  residence_permit: "residence_permit",
  residence_permit_card: "residence_permit",
};
const kindOf = (type: string | null | undefined) => {
  const said = oneLine(type);
  return said && (kinds[said] ?? said);
};

const results: Record<string, VendorCheck["status"]> = { clear: "passed", consider: "failed" };
const policies: readonly (readonly [RegExp, string])[] = [
  [/^document/, "document_authenticity"],
  [/^facial_similarity/, "face_match"],
  [/^watchlist/, "watchlist_screening"],
];
const policyOf = (name: string) => policies.find(([pattern]) => pattern.test(name))?.[1] ?? name.slice(0, 64);

function checksOf(reports: readonly OnfidoReport[]): VendorCheck[] {
  const used = new Set<string>();
  return reports.map(({ name, status, result, sub_result, breakdown }) => {
    const wanted = policyOf(name);
    const policy = used.has(wanted) ? name.slice(0, 64) : wanted;
    used.add(policy);
    const isOpen = status === "awaiting_data" || status === "awaiting_approval";
    const fallback = isOpen ? "pending" : "error";
    return {
      policy,
      status: (result && results[result]) || fallback,
      details: present({ report: name, result, sub_result, breakdown }),
    };
  });
}

function extractedOf(reports: readonly OnfidoReport[]) {
  const said = reports.find(({ name, properties }) => name.startsWith("document") && properties)?.properties;
  if (!said) return {};
  const number =
    said.document_numbers?.find(({ type }) => type === "document_number") ?? said.document_numbers?.[0];
  return {
    first_name: oneLine(said.first_name),
    last_name: oneLine(said.last_name),
    date_of_birth: oneLine(said.date_of_birth),
    document_number: oneLine(number?.value),
    nationality: countryOf(said.nationality),
    gender: sexOf(said.gender),
    document_type: kindOf(said.document_type),
    document_expiration_date: oneLine(said.date_of_expiry),
    document_issuing_state: countryOf(said.issuing_country),
  };
}

function submittedOf({ first_name, last_name, dob, email, phone_number, address }: OnfidoApplicant) {
  const text = [address?.street, address?.town, address?.postcode, address?.country]
    .filter(Boolean)
    .join(", ");
  return {
    first_name: oneLine(first_name),
    last_name: oneLine(last_name),
    date_of_birth: oneLine(dob),
    email: oneLine(email),
    phone: oneLine(phone_number),
    address: oneLine(text),
  };
}

function imagesOf(
  documents: readonly OnfidoDocument[],
  photos: readonly { id: string }[],
  remarks: string[],
): VendorImage[] {
  const pictures = documents.filter(({ file_type }) => !/pdf/i.test(file_type ?? ""));
  if (pictures.length < documents.length)
    remarks.push("A document in PDF was left out: only pictures are shown.");
  const pages = pictures.map(({ id, type, side }): VendorImage => {
    const page = side === "back" ? "back" : "front";
    return { name: `document-${id}`, kind: kindOf(type), page, downloadUrl: `documents/${id}/download` };
  });
  const selfies = photos.map(({ id }) => ({
    name: `selfie-${id}`,
    kind: "selfie",
    downloadUrl: `live_photos/${id}/download`,
  }));
  return [...pages, ...selfies];
}

const isCheck = (run: OnfidoRun) => Array.isArray(run.report_ids);

/** A check says its result only when it is complete. */
const standingOf = (run: OnfidoRun) =>
  isCheck(run) && run.status === "complete" ? (run.result ?? run.status) : run.status;

function readParts(record: VendorRecord, remarks: string[]) {
  if (record.run === undefined)
    throw new VendorError("incomplete", "The record has no run and no check of Onfido's.");
  const run = readRun(record.run);
  const what = isCheck(run) ? "check" : "workflow run";
  if (record.applicant === undefined)
    throw new VendorError("incomplete", `This Onfido ${what} has no applicant with it, so it has no person.`);
  const applicant = readApplicant(record.applicant);
  if (applicant.id !== run.applicant_id)
    throw new VendorError("incomplete", `The applicant with this Onfido ${what} is another one.`);
  const reports = (run.report_ids ?? []).flatMap((id) => {
    const text = record[reportDocument(id)];
    if (text === undefined) remarks.push("A report of the check was not there.");
    return text === undefined ? [] : [readReport(text)];
  });
  const documents = record.documents === undefined ? [] : readDocuments(record.documents);
  const photos = record.live_photos === undefined ? [] : readPhotos(record.live_photos);
  return { run, applicant, reports, documents, photos };
}

/** Reads a record of Onfido's as a bundle. */
export function mapOnfido(record: VendorRecord, settings: OnfidoSettings, facts: MappingFacts): Mapped {
  const remarks: string[] = [];
  const { run, applicant, reports, documents, photos } = readParts(record, remarks);
  const standing = standingOf(run);
  const outcome = settings.statuses[standing] ?? "needs_review";
  if (!settings.statuses[standing])
    remarks.push("The settings do not name the session's status, so it needs review.");
  const extracted = extractedOf(reports);
  const document = documents.find(({ type }) => type && type !== "unknown");
  const checks = checksOf(reports);
  const face = checks.find(({ policy }) => policy === "face_match")?.status;
  const bundle = toBundle(
    {
      ...{ vendor: "onfido", id: run.id, vendorStatus: standing, outcome },
      createdAt: instantIn(run.created_at),
      updatedAt: instantIn(run.updated_at),
      externalRef: oneLine(run.customer_user_id),
      workflowId: oneLine(run.workflow_id),
      country: extracted.document_issuing_state ?? document?.issuing_country ?? null,
      documentType: extracted.document_type ?? kindOf(document?.type),
      tags: run.tags ?? [],
      submitted: submittedOf(applicant),
      extracted,
      facePassed: face === "passed" ? true : face === "failed" ? false : null,
      rejectionReason: outcome === "rejected" ? oneLine(run.reasons?.join(", ")) : null,
      checks,
      images: imagesOf(documents, photos, remarks),
      extra: { vendor: { applicant_id: run.applicant_id } },
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: standing, remarks };
}
