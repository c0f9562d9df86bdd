import {
  dayOf,
  readReport,
  readSession,
  type StripeReport,
  type StripeSession,
} from "@/lib/stripe-identity/read";
import type { StripeSettings } from "@/lib/stripe-identity/settings";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, toBundle, type VendorCheck, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantOfSeconds, oneLine, present } from "@/lib/vendors/fields";

const kinds: Record<string, string> = {
  passport: "passport",
  driving_license: "drivers_license",
  id_card: "national_id",
};
const kindOf = (report: StripeReport | null) => {
  const type = oneLine(report?.document?.type);
  return type && (kinds[type] ?? type);
};

const results = { verified: "passed", unverified: "failed" } as const;
type Part =
  | { status?: string | null | undefined; error?: { code?: string | null | undefined } | null | undefined }
  | null
  | undefined;

function checkOf(policy: string, part: Part): VendorCheck[] {
  if (!part) return [];
  const status = results[part.status as keyof typeof results] ?? "error";
  const details = present({
    status: part.status,
    error: part.error ? present({ code: part.error.code }) : null,
  });
  return [{ policy, status, details }];
}

/** `document.files` holds the front and, of a card, the back. */
const imagesOf = (report: StripeReport | null): VendorImage[] => {
  const pages = (report?.document?.files ?? []).slice(0, 2).map((file, at): VendorImage => {
    const page = at === 0 ? "front" : "back";
    return { name: page, kind: kindOf(report), page, downloadUrl: `file:${file}`, version: file };
  });
  const selfie = report?.selfie?.selfie;
  return selfie
    ? [...pages, { name: "selfie", kind: "selfie", downloadUrl: `file:${selfie}`, version: selfie }]
    : pages;
};

/** An address in Stripe's parts, as the contract has them. */
function addressOf(report: StripeReport | null): unknown {
  const { line1, line2, city, state, postal_code, country } = report?.document?.address ?? {};
  const parts = present({ line1, line2, city, state, zip: postal_code, country });
  return Object.keys(parts).length > 0 ? parts : null;
}

function extractedOf(report: StripeReport | null) {
  const { document, id_number: number } = report ?? {};
  const text = (...values: (string | null | undefined)[]) => values.map(oneLine).find(Boolean) ?? null;
  return {
    first_name: text(document?.first_name, number?.first_name),
    last_name: text(document?.last_name, number?.last_name),
    date_of_birth: dayOf(document?.dob ?? number?.dob),
    address: addressOf(report),
    document_number: text(document?.number),
    ssn: number?.id_number_type === "us_ssn" ? text(number.id_number) : null,
    document_type: kindOf(report),
    document_expiration_date: dayOf(document?.expiration_date),
    document_issuing_state: countryOf(document?.issuing_country),
  };
}

/** A session that waits for input after an attempt has failed is another one than a session that nobody has begun. */
const standingOf = ({ status, last_error }: StripeSession) =>
  status === "requires_input" && last_error ? "requires_input_after_error" : status;

function readParts(record: VendorRecord, remarks: string[]) {
  if (record.session === undefined)
    throw new VendorError("incomplete", "The record has no session of Stripe's.");
  const session = readSession(record.session);
  const report = record.report === undefined ? null : readReport(record.report);
  if (session.last_verification_report && !report)
    remarks.push("The session's report was not there, so nothing is known of the person.");
  return { session, report };
}

const passed = (part: Part) =>
  part?.status === "verified" ? true : part?.status === "unverified" ? false : null;

/** Reads a record of Stripe Identity's as a bundle. */
export function mapStripe(record: VendorRecord, settings: StripeSettings, facts: MappingFacts): Mapped {
  const remarks: string[] = [];
  const { session, report } = readParts(record, remarks);
  if (session.livemode === (facts.environment === "sandbox"))
    throw new VendorError(
      "not_allowed",
      `This session is from Stripe's ${session.livemode ? "live" : "test"} mode, and would go into ${facts.environment}.`,
    );
  const standing = standingOf(session);
  const outcome = settings.statuses[standing] ?? "needs_review";
  if (!settings.statuses[standing])
    remarks.push("The settings do not name the session's status, so it needs review.");
  const document = report?.document;
  const bundle = toBundle(
    {
      ...{ vendor: "stripe_identity", id: session.id, vendorStatus: session.status, outcome },
      createdAt: instantOfSeconds(session.created),
      updatedAt: null,
      externalRef: oneLine(session.client_reference_id),
      workflowId: oneLine(session.verification_flow),
      metadata: session.metadata ?? null,
      country: document?.issuing_country ?? null,
      documentType: kindOf(report),
      submitted: { email: session.provided_details?.email, phone: session.provided_details?.phone },
      extracted: extractedOf(report),
      facePassed: passed(report?.selfie),
      checks: [
        ...checkOf("document_check", document),
        ...checkOf("face_match", report?.selfie),
        ...checkOf("id_number", report?.id_number),
        ...checkOf("email", report?.email),
        ...checkOf("phone", report?.phone),
      ],
      images: imagesOf(report),
      isRedacted: session.redaction?.status === "redacted",
      extra: { vendor: present({ type: session.type, last_error: session.last_error?.code }) },
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: session.status, remarks };
}
