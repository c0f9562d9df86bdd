import { z } from "zod";
import { sessionMetadata } from "@/lib/contract/metadata";
import {
  caseStatuses,
  resultStatuses,
  retentionStatuses,
  riskLevels,
  sessionStatuses,
} from "@/lib/contract/vocabulary";
import { asExactNumber, exactNumberText } from "@/lib/format/exact-json";

/** Text that PostgreSQL can store: without NUL and lone surrogates. */
const text = (max: number) =>
  z
    .string()
    .max(max)
    .refine((value) => exactNumberText(value) === null, "string")
    .refine((value) => value.isWellFormed() && !value.includes("\0"), "text without NUL or lone surrogates");

const iso = z.iso.datetime({ offset: true, error: "an ISO 8601 instant such as 2024-06-15T09:30:00Z" });
const instant = iso.refine((value) => /^(19|2\d)\d\d-/.test(value), "a year from 1900 to 2999");
/** Sources often give the year 9999 for something that never ends. */
const end = iso.refine(
  (value) => /^((19|2\d)\d\d|9999)-/.test(value),
  "a year from 1900 to 2999, or 9999 for never",
);

const id = text(128).min(1);
/** Text of any length. A number is refused, although {@link parseExact} represents it as text. */
const words = z.string().refine((value) => exactNumberText(value) === null, "string");
/** Known numbers are stored by value; the characters they were written in do not matter. */
const asNumber = (value: unknown) =>
  exactNumberText(value) === null ? value : Number(exactNumberText(value));
const number = z.preprocess(
  asNumber,
  z.number({ error: "a finite number" }).refine(Number.isFinite, "a finite number"),
);
const whole = (least?: number) => {
  const number = z.int32();
  return z.preprocess(asNumber, least === undefined ? number : number.min(least));
};
const unknownMap = z.record(z.string(), z.unknown());

/** The session section. `fields` (pre-filled applicant data) and `device` are our additions. */
export const bundleSession = z.looseObject({
  id,
  status: z.enum(sessionStatuses),
  is_sandbox: z.boolean(),
  environment: text(64).nullish(),
  created_at: instant,
  updated_at: instant,
  external_ref: text(255).nullish(),
  metadata: sessionMetadata.nullish(),
  country: text(3).nullish(),
  checks: z.array(text(64)).max(200).nullish(),
  workflow_id: text(128).nullish(),
  document_type: text(64).nullish(),
  retention_status: z.enum(retentionStatuses).nullish(),
  processing_attempts: whole().nullish(),
  consent_ip: words.max(64).nullish(),
  capture_url: words.max(2000).nullish(),
  token_expires_at: end.nullish(),
  case_id: text(128).nullish(),
  case_status: text(64).nullish(),
  tags: z
    .array(text(100))
    .max(50)
    .refine((tags) => new Set(tags).size === tags.length, "each tag once")
    .nullish(),
  fields: unknownMap.nullish(),
  device: unknownMap.nullish(),
});

/** A value of a document. A number is stored as the characters it was written in, and exported as a number. */
const said = z.preprocess((value) => (typeof value === "number" ? asExactNumber(value) : value), z.string());

export const bundleExtractedData = z.looseObject({
  first_name: said.nullish(),
  last_name: said.nullish(),
  date_of_birth: said.nullish(),
  // The contract splits an address into parts; other sources give it as one line.
  address: z.union([unknownMap, said], { error: "an object or a string" }).nullish(),
  document_number: said.nullish(),
  nationality: said.nullish(),
  gender: said.nullish(),
  ssn: said.nullish(),
  document_type: said.nullish(),
  document_expiration_date: said.nullish(),
  document_issuing_state: said.nullish(),
});
export type BundleExtractedData = z.infer<typeof bundleExtractedData>;

const bundleResult = z.looseObject({
  session_id: id.nullish(),
  status: z.enum(resultStatuses),
  is_sandbox: z.boolean().nullish(),
  created_at: instant,
  face_match_passed: z.boolean().nullish(),
  face_match_score: number.nullish(),
  age_check_passed: z.boolean().nullish(),
  extracted_age: whole().nullish(),
  extracted_data: bundleExtractedData.nullish(),
  rejection_reason: words.nullish(),
  rejection_reason_code: text(64).nullish(),
  processing_mode: text(64).nullish(),
  country_used: text(3).nullish(),
  sensitive_data_expired: z.boolean().nullish(),
});

export const bundleDocument = z.looseObject({
  id,
  document_type: text(64).nullish(),
  download_url: words.max(4000).nullish(),
  download_url_expires_at: end.nullish(),
  page: text(64).nullish(),
  mime_type: text(127).nullish(),
  size_bytes: whole(0).nullish(),
  captured_at: instant.nullish(),
});
export type BundleDocument = z.infer<typeof bundleDocument>;

export const bundleHit = z.looseObject({
  id: words.nullish(),
  match_score: number.nullish(),
  dismissed: z.boolean().nullish(),
  dismissed_at: instant.nullish(),
});

export type BundleHit = z.infer<typeof bundleHit>;

const bundleScreening = z.looseObject({
  id,
  check_type: text(64),
  status: text(32),
  has_match: z.boolean(),
  hit_count: whole(0),
  provider: text(64).nullish(),
  session_id: id.nullish(),
  identity_id: text(128).nullish(),
  external_ref: text(255).nullish(),
  monitoring_enabled: z.boolean().nullish(),
  is_sandbox: z.boolean().nullish(),
  tags: z.array(text(100)).max(50).nullish(),
  batch_id: text(128).nullish(),
  pep_risk_tier: text(32).nullish(),
  pep_recommended_action: text(64).nullish(),
  redacted_at: instant.nullish(),
  last_checked_at: instant.nullish(),
  created_at: instant,
  expires_at: end.nullish(),
  result: unknownMap.nullish(),
  hits: z.array(bundleHit).max(1000).nullish(),
});
export type BundleScreening = z.infer<typeof bundleScreening>;

const bundleCase = z.looseObject({
  id,
  session_id: id.nullish(),
  status: z.enum(caseStatuses),
  created_at: instant,
  decision: z.enum(["approved", "rejected"]).nullish(),
  assigned_to: text(128).nullish(),
  claimed_at: instant.nullish(),
  entered_review_at: instant.nullish(),
  decided_at: instant.nullish(),
});

const bundleNote = z.looseObject({
  note_id: id,
  author: text(255).nullish(),
  content: words.nullish(),
  created_at: instant.nullish(),
});

const bundleSignal = z.looseObject({
  signal_type: text(64),
  risk_score: number.nullish(),
  risk_level: z.enum(riskLevels).nullish(),
  details: z.unknown(),
});

const bundleDelivery = z.looseObject({
  id,
  event: text(64),
  url: text(2000),
  status: z.enum(["pending", "delivered", "failed"]),
  attempts: whole(0),
  max_attempts: whole(0).nullish(),
  created_at: instant,
  http_status: whole().nullish(),
  last_error: words.nullish(),
});

const bundleVerification = z.looseObject({
  policy: text(64),
  attempt: whole(1),
  status: z.enum(["pending", "passed", "failed", "error", "skipped", "requires_retry"]),
  score: number.nullish(),
  threshold: number.nullish(),
  details: z.unknown(),
  created_at: instant.nullish(),
  completed_at: instant.nullish(),
});

/**
 * The contract's export of one session, for import and export, in the contract's spelling. Unknown fields are kept at
 * every level. `verifications` (every attempt of every check) is our addition.
 */
export const bundleSchema = z.looseObject({
  session: bundleSession,
  result: bundleResult.nullish(),
  documents: z.array(bundleDocument).max(500).nullish(),
  screening: z.array(bundleScreening).max(500).nullish(),
  review_case: bundleCase.nullish(),
  case_notes: z.array(bundleNote).max(5000).nullish(),
  fraud_signals: z.array(bundleSignal).max(1000).nullish(),
  webhook_deliveries: z.array(bundleDelivery).max(5000).nullish(),
  verifications: z.array(bundleVerification).max(2000).nullish(),
});
export type Bundle = z.infer<typeof bundleSchema>;

export const bundleParts = {
  session: bundleSession,
  result: bundleResult,
  document: bundleDocument,
  screening: bundleScreening,
  reviewCase: bundleCase,
  note: bundleNote,
  signal: bundleSignal,
  delivery: bundleDelivery,
  verification: bundleVerification,
} as const;
