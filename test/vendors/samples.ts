// Records of each vendor about fictional persons, written in the shapes that the vendors document.
import type { VendorRecord } from "@/lib/vendors/adapter";
import { fixture } from "@/test/factories";
import { cardAnswer, cardPictures, cardSession } from "@/test/vendors/regula-docreader";

type Place = readonly [document: string, ...path: (string | number)[]];
export type Sample = {
  record: VendorRecord;
  /** The same with other signatures of URLs and other times of the answers. */
  again?: VendorRecord;
  /** What a session cannot be read without. */
  required: readonly Place[];
  /** How many images it names. */
  images: number;
};

const record = (documents: Record<string, unknown>): VendorRecord =>
  Object.fromEntries(Object.entries(documents).map(([name, value]) => [name, JSON.stringify(value)]));

const onfidoRun = {
  ...{ id: "run-7", applicant_id: "app-7", workflow_id: "wf-7", workflow_version_id: 1, status: "review" },
  ...{
    created_at: "2026-11-20T10:00:00Z",
    updated_at: "2026-11-20T10:05:00Z",
    tags: ["kyc"],
    output: {},
    reasons: [],
  },
  ...{ link: { url: "https://onfido.example/l/abc?token=one" }, sdk_token: "one" },
};

/** Returns the samples by the names of their vendors. */
export async function samples(): Promise<Readonly<Record<string, Sample>>> {
  const reader = cardAnswer(await cardPictures());
  const regula = { session: cardSession(), "file:doc_reader_results": reader };
  return {
    verifa: {
      record: { session: JSON.stringify(fixture("verifa-session-export.json")) },
      required: [["session", "session", "id"]],
      images: 1,
    },
    regula: {
      record: record(regula),
      again: Object.fromEntries(
        Object.entries(record({ ...regula, "file:doc_reader_results": { ...reader, elapsedTime: 1 } })).map(
          ([name, text]) => [name, text.replaceAll("abc123", "other")],
        ),
      ),
      required: [
        ["session", "id"],
        ["session", "status"],
        ["file:doc_reader_results", "ContainerList"],
      ],
      images: 7,
    },
    stripe_identity: {
      record: record({ session: stripeSession("one"), report: stripeReport }),
      again: record({ session: stripeSession("two"), report: stripeReport }),
      required: [
        ["session", "id"],
        ["session", "status"],
        ["report", "id"],
      ],
      images: 3,
    },
    onfido: {
      record: record({
        run: onfidoRun,
        applicant: {
          ...{
            id: "app-7",
            first_name: "Erika",
            last_name: "Musterfrau",
            email: "erika@example.org",
            dob: "1974-08-12",
          },
          address: { street: "Musterweg", town: "Wien", postcode: "1010", country: "AUT" },
        },
        documents: {
          documents: [
            {
              id: "doc-1",
              type: "national_identity_card",
              side: "front",
              file_type: "jpg",
              issuing_country: "AUT",
            },
            {
              id: "doc-2",
              type: "national_identity_card",
              side: "back",
              file_type: "jpg",
              issuing_country: "AUT",
            },
            { id: "doc-3", type: "unknown", side: null, file_type: "pdf" },
          ],
        },
        live_photos: { live_photos: [{ id: "photo-1" }] },
      }),
      again: record({
        run: { ...onfidoRun, sdk_token: "two", link: { url: "https://onfido.example/l/abc?token=two" } },
        applicant: {
          id: "app-7",
          first_name: "Erika",
          last_name: "Musterfrau",
          email: "erika@example.org",
          dob: "1974-08-12",
          address: { street: "Musterweg", town: "Wien", postcode: "1010", country: "AUT" },
        },
        documents: {
          documents: [
            {
              id: "doc-1",
              type: "national_identity_card",
              side: "front",
              file_type: "jpg",
              issuing_country: "AUT",
            },
            {
              id: "doc-2",
              type: "national_identity_card",
              side: "back",
              file_type: "jpg",
              issuing_country: "AUT",
            },
            { id: "doc-3", type: "unknown", side: null, file_type: "pdf" },
          ],
        },
        live_photos: { live_photos: [{ id: "photo-1" }] },
      }),
      required: [
        ["run", "id"],
        ["run", "status"],
        ["run", "applicant_id"],
        ["applicant", "last_name"],
      ],
      images: 3,
    },
    persona: {
      record: record({ inquiry: personaInquiry("one") }),
      again: record({ inquiry: personaInquiry("two") }),
      required: [
        ["inquiry", "data", "id"],
        ["inquiry", "data", "attributes", "status"],
      ],
      images: 3,
    },
    sumsub: {
      record: record({ applicant: sumsubApplicant, resources: sumsubResources }),
      required: [
        ["applicant", "id"],
        ["applicant", "review", "reviewStatus"],
      ],
      images: 2,
    },
    veriff: {
      record: record({ decision: veriffDecision, media: veriffMedia }),
      required: [
        ["decision", "status"],
        ["decision", "verification", "id"],
        ["decision", "verification", "code"],
      ],
      images: 3,
    },
  };
}

const stripeSession = (secret: string) => ({
  ...{
    id: "vs_7",
    object: "identity.verification_session",
    type: "document",
    status: "verified",
    livemode: false,
  },
  ...{
    created: 1_795_167_000,
    client_reference_id: "customer-7",
    metadata: { plan: "gold" },
    redaction: null,
    last_error: null,
  },
  ...{
    client_secret: `vs_7_secret_${secret}`,
    url: `https://verify.example/start/${secret}`,
    last_verification_report: "vr_7",
  },
  provided_details: { email: "erika@example.org", phone: null },
});
const stripeReport = {
  ...{
    id: "vr_7",
    object: "identity.verification_report",
    type: "document",
    verification_session: "vs_7",
    created: 1_795_167_100,
  },
  document: {
    ...{
      status: "verified",
      type: "id_card",
      first_name: "Erika",
      last_name: "Musterfrau",
      number: "D23145890",
      error: null,
    },
    ...{
      dob: { day: 12, month: 8, year: 1974 },
      expiration_date: { day: 15, month: 4, year: 2030 },
      issued_date: null,
    },
    ...{ issuing_country: "AT", files: ["file_front", "file_back"] },
    address: {
      line1: "Musterweg 3",
      line2: null,
      city: "Wien",
      state: null,
      postal_code: "1010",
      country: "AT",
    },
  },
  selfie: { status: "verified", selfie: "file_selfie", document: "file_front", error: null },
};

const veriffDecision = {
  status: "success",
  verification: {
    ...{
      id: "aaaabbbb-0000-4000-8000-000000000007",
      code: 9102,
      status: "declined",
      attemptId: "att-7",
      vendorData: "customer-7",
    },
    ...{
      reason: "Document is damaged",
      reasonCode: 205,
      acceptanceTime: "2026-11-20T10:00:00Z",
      decisionTime: "2026-11-20T10:05:00Z",
    },
    person: {
      ...{
        firstName: "Erika",
        lastName: "Musterfrau",
        dateOfBirth: "1974-08-12",
        gender: "F",
        nationality: "AT",
        idNumber: null,
      },
      ...{ addresses: [{ fullAddress: "Musterweg 3, 1010 Wien" }], pepSanctionMatch: null },
    },
    document: {
      type: "ID_CARD",
      number: "D23145890",
      country: "AT",
      validFrom: null,
      validUntil: "2030-04-15",
    },
    riskLabels: [{ label: "document_damaged", category: "document", sessionIds: [] }],
    comments: [],
  },
  technicalData: { ip: "203.0.113.7" },
};
const veriffMedia = {
  status: "success",
  images: [
    { id: "m-0", context: "document-front-pre", url: "https://veriff.example/m-0" },
    { id: "m-1", context: "document-front", url: "https://veriff.example/m-1" },
    { id: "m-2", context: "document-back", url: "https://veriff.example/m-2" },
    { id: "m-3", context: "face", url: "https://veriff.example/m-3" },
  ],
  videos: [],
};

const personaPhoto = (name: string, token: string) =>
  `https://files.persona.example/${name}.jpg?access_token=${token}`;
const personaInquiry = (token: string) => ({
  data: {
    ...{ type: "inquiry", id: "inq_7" },
    attributes: {
      ...{ status: "needs_review", "reference-id": "customer-7", tags: ["kyc"], "redacted-at": null },
      ...{ "created-at": "2026-11-20T10:00:00.000Z", "updated-at": "2026-11-20T10:05:00.000Z" },
      fields: {
        "name-first": { type: "string", value: "Erika" },
        "email-address": { type: "string", value: "erika@example.org" },
      },
    },
    relationships: { "inquiry-template": { data: { type: "inquiry-template", id: "itmpl_7" } } },
  },
  included: [
    {
      ...{ type: "verification/government-id", id: "ver_1" },
      attributes: {
        ...{ status: "passed", "id-class": "dl", "country-code": "AT", birthdate: "1974-08-12" },
        ...{ "name-first": "Erika", "name-last": "Musterfrau", "identification-number": "D23145890" },
        ...{ "expiration-date": "2030-04-15", "front-photo-url": personaPhoto("front", token) },
        ...{
          "back-photo-url": personaPhoto("back", token),
          checks: [{ name: "id_expired_detection", status: "passed" }],
        },
      },
    },
    {
      ...{ type: "verification/selfie", id: "ver_2" },
      attributes: { status: "failed", "center-photo-url": personaPhoto("selfie", token), checks: [] },
    },
  ],
});

const sumsubApplicant = {
  ...{ id: "app7", inspectionId: "ins7", externalUserId: "customer-7", createdAt: "2026-11-20 10:00:00" },
  info: {
    ...{ firstName: "Erika", lastName: "Musterfrau", dob: "1974-08-12", country: "AUT" },
    idDocs: [
      {
        ...{ idDocType: "ID_CARD", country: "AUT", number: "D23145890", validUntil: "2030-04-15" },
        ...{ mrzLine1: "I<UTOD231458907<<<<<<<<<<<<<<<", mrzLine2: "7408122F3004153UTO<<<<<<<<<<<6" },
        mrzLine3: "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
      },
    ],
  },
  review: {
    ...{ reviewStatus: "completed", levelName: "basic-kyc" },
    reviewResult: {
      reviewAnswer: "RED",
      reviewRejectType: "FINAL",
      rejectLabels: ["FORGERY"],
      moderationComment: "Forged",
    },
  },
};
const sumsubResources = {
  items: [
    { id: "im1", deactivated: false, idDocDef: { idDocType: "ID_CARD", idDocSubType: "FRONT_SIDE" } },
    { id: "im2", deactivated: true, idDocDef: { idDocType: "ID_CARD", idDocSubType: "FRONT_SIDE" } },
    { id: "im3", deactivated: false, idDocDef: { idDocType: "SELFIE" } },
  ],
};

/** Values of the samples' persons, which no error may contain. */
export const personal = [
  "ERIKSSON",
  "ERIKSSEN",
  "D23145890",
  "Musterfrau",
  "erika@example.org",
  "1974",
  "Emily",
  "Johnson",
];
