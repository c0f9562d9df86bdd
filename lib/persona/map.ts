import { z } from "zod";
import type { Mapped, MappingFacts, VendorRecord } from "@/lib/vendors/adapter";
import { countryOf, outcomes, toBundle, type VendorCheck, type VendorImage } from "@/lib/vendors/bundle";
import { VendorError } from "@/lib/vendors/error";
import { instantIn, oneLine, present, textOf, vendorId, words } from "@/lib/vendors/fields";
import { readAnswer } from "@/lib/vendors/read";

/** What an admin sets for a connection to Persona. */
export const personaSettings = z
  .object({
    statuses: z
      .record(z.string().min(1).max(64), z.enum(outcomes))
      .default({
        ...{ created: "pending", pending: "pending", completed: "processing", expired: "expired" },
        ...{
          failed: "needs_review",
          approved: "approved",
          declined: "rejected",
          needs_review: "needs_review",
        },
      })
      .meta({ description: "What each status means. A status that is not listed needs review." }),
  })
  .prefault({});
export type PersonaSettings = z.infer<typeof personaSettings>;

const attributes = z.record(z.string(), z.unknown());
const resource = z.looseObject({ type: words, id: vendorId, attributes: attributes.nullish() });
const inquiry = z.looseObject({
  data: z.looseObject({
    type: words,
    id: vendorId,
    attributes: z.looseObject({
      status: words,
      "reference-id": words.nullish(),
      tags: z.array(words).nullish(),
      fields: z.record(z.string(), z.looseObject({ value: z.unknown().optional() }).nullish()).nullish(),
    }),
    relationships: z
      .looseObject({
        "inquiry-template": z.looseObject({ data: z.looseObject({ id: words }).nullish() }).nullish(),
      })
      .nullish(),
  }),
  included: z.array(resource).nullish(),
});
type Attributes = Record<string, unknown>;

/** @throws VendorError unreadable */
export const readInquiry = (text: string): z.infer<typeof inquiry> =>
  readAnswer(inquiry, text, "Persona's inquiry");

const kinds: Record<string, string> = {
  dl: "drivers_license",
  pp: "passport",
  id: "national_id",
  rp: "residence_permit",
  visa: "visa",
};
const kindOf = (idClass: unknown) => {
  const said = oneLine(textOf(idClass));
  return said && (kinds[said.toLowerCase()] ?? said);
};

const policies: Record<string, string> = {
  "verification/government-id": "document_authenticity",
  "verification/selfie": "face_match",
};
const statuses: Record<string, VendorCheck["status"]> = {
  passed: "passed",
  failed: "failed",
  requires_retry: "failed",
};

type Part = { type: string; id: string; attributes?: Attributes | null | undefined };

function checksOf(verifications: readonly Part[]): VendorCheck[] {
  const used = new Set<string>();
  return verifications.flatMap(({ type, attributes: given }) => {
    const policy = (policies[type] ?? type.replace("verification/", "").replaceAll("-", "_")).slice(0, 64);
    if (used.has(policy)) return [];
    used.add(policy);
    const status = statuses[textOf(given?.status) ?? ""] ?? "pending";
    return [{ policy, status, details: present({ checks: given?.checks }) }];
  });
}

/** The places of pictures in an inquiry: `-url` of a verification, or the photo of a document. */
const photos: readonly (readonly [name: string, page: string | null, keys: readonly string[]])[] = [
  ["front", "front", ["front-photo-url", "front-photo"]],
  ["back", "back", ["back-photo-url", "back-photo"]],
  ["selfie", null, ["selfie-photo", "center-photo-url", "center-photo"]],
];

/** Returns where a picture is within the answer: `included/0/front-photo-url`. */
function imagesOf(included: readonly Part[], kind: string | null): VendorImage[] {
  return photos.flatMap(([name, page, keys]) => {
    for (const [at, { attributes: given }] of included.entries()) {
      const key = keys.find((each) => urlOf(given?.[each]) !== null);
      if (key) return [{ name, kind: page ? kind : name, page, downloadUrl: `photo:${at}/${key}` }];
    }
    return [];
  });
}

/** The URL of a picture, which is bare or in an object. */
export function urlOf(given: unknown): string | null {
  const url = typeof given === "string" ? given : (given as { url?: unknown } | null | undefined)?.url;
  return typeof url === "string" && url.startsWith("https://") ? url : null;
}

function extractedOf(id: Attributes | null | undefined, kind: string | null) {
  const text = (key: string) => oneLine(textOf(id?.[key]));
  return {
    first_name: text("name-first"),
    last_name: text("name-last"),
    date_of_birth: text("birthdate"),
    document_number: text("identification-number") ?? text("document-number"),
    document_expiration_date: text("expiration-date"),
    document_issuing_state: countryOf(text("issuing-authority")) ?? countryOf(text("country-code")),
    document_type: kind,
    gender: text("sex"),
  };
}

/** Reads a record of Persona's as a bundle. */
export function mapPersona(record: VendorRecord, settings: PersonaSettings, facts: MappingFacts): Mapped {
  if (record.inquiry === undefined)
    throw new VendorError("incomplete", "The record has no inquiry of Persona's.");
  const { data, included } = readInquiry(record.inquiry);
  const remarks: string[] = [];
  const { status, fields, tags, "reference-id": reference, ...rest } = data.attributes;
  const outcome = settings.statuses[status] ?? "needs_review";
  if (!settings.statuses[status])
    remarks.push("The settings do not name the session's status, so it needs review.");
  const parts = included ?? [];
  const verifications = parts.filter(({ type }) => type.startsWith("verification/"));
  const id = parts.find(
    ({ type }) => type === "verification/government-id" || type === "document/government-id",
  )?.attributes;
  const kind = kindOf(id?.["id-class"]);
  const field = (key: string) => oneLine(textOf(fields?.[key]?.value));
  const checks = checksOf(verifications);
  const face = checks.find(({ policy }) => policy === "face_match")?.status;
  const bundle = toBundle(
    {
      ...{ vendor: "persona", id: data.id, vendorStatus: status, outcome },
      createdAt: instantIn(rest["created-at"]),
      updatedAt: instantIn(rest["updated-at"]),
      externalRef: oneLine(reference),
      workflowId: data.relationships?.["inquiry-template"]?.data?.id ?? null,
      country: oneLine(textOf(id?.["country-code"])),
      documentType: kind,
      tags: tags ?? [],
      submitted: {
        first_name: field("name-first"),
        last_name: field("name-last"),
        date_of_birth: field("birthdate"),
        email: field("email-address"),
        phone: field("phone-number"),
      },
      extracted: extractedOf(id, kind),
      facePassed: face === "passed" ? true : face === "failed" ? false : null,
      checks,
      images: imagesOf(parts, kind),
      isRedacted: typeof rest["redacted-at"] === "string",
    },
    facts,
    remarks,
  );
  return { bundle, vendorStatus: status, remarks };
}
