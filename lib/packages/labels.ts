import { countryWithCode } from "@/lib/format/country";
import { day, exactUtc, NO_VALUE } from "@/lib/format/date";
import { plainText } from "@/lib/format/exact-json";
import { bytes } from "@/lib/format/number";
import { visible } from "@/lib/format/visible";
import { sentence } from "@/lib/format/words";

/** What the fields of an export are called for the person whom they are about. */
const labels: Readonly<Record<string, string>> = {
  age_check_passed: "Age check passed",
  assigned_to: "Reviewer (number)",
  attempt: "Attempt",
  attempts: "Attempts to send",
  author: "Author (number)",
  batch_id: "Number of the batch",
  capture_url: "Address of the capture page",
  captured_at: "Captured",
  case_id: "Number of the review",
  case_status: "State of the review",
  check_type: "Kind of screening",
  checks: "Ordered checks",
  claimed_at: "Taken by a reviewer",
  completed_at: "Completed",
  consent_ip: "IP address at consent",
  content: "Text",
  country_used: "Country used",
  created_at: "Recorded",
  date_of_birth: "Date of birth",
  decided_at: "Decided",
  dismissed: "Not a match",
  dismissed_at: "Marked as not a match",
  document_expiration_date: "Valid until",
  document_issuing_state: "Issuing state",
  document_number: "Document number",
  document_type: "Kind of document",
  download_url: "Image",
  entered_review_at: "Review started",
  event: "Event",
  expires_at: "Valid until",
  external_ref: "Reference we know you by",
  extracted_age: "Age",
  face_match_passed: "Face matches the document",
  face_match_score: "Face match score",
  fields: "Data filled in before the verification",
  first_name: "First name",
  gender: "Sex or gender",
  has_match: "Entry found",
  hit_count: "Entries found",
  http_status: "Answer of the receiver (HTTP)",
  identity_id: "Number of your identity with us",
  is_sandbox: "Test",
  last_checked_at: "Last checked",
  last_error: "Last error",
  last_name: "Last name",
  line1: "Line 1",
  line2: "Line 2",
  match_score: "Match score",
  max_attempts: "Attempts at most",
  metadata: "Further data",
  mime_type: "File format",
  monitoring_enabled: "Monitoring",
  note_id: "Number",
  page: "Side",
  pep_recommended_action: "Recommended step for politically exposed persons",
  pep_risk_tier: "Risk as a politically exposed person",
  policy: "Check",
  processing_attempts: "Attempts to process",
  processing_mode: "Processing",
  provider: "Screened by",
  redacted_at: "Erased",
  rejection_reason: "Reason given",
  rejection_reason_code: "Reason given (code)",
  retention_status: "State of storage",
  risk_level: "Risk level",
  risk_score: "Risk score",
  sensitive_data_expired: "Sensitive data expired",
  session_id: "Number of the verification",
  signal_type: "Signal",
  size_bytes: "File size",
  ssn: "Social Security number",
  token_expires_at: "Link valid until",
  updated_at: "Last changed",
  url: "Sent to",
  workflow_id: "Number of the procedure",
  zip: "Postal code",
};

/** Returns what a field is called; the words of its name if nothing better is known. */
export const labelOf = (key: string): string =>
  (Object.hasOwn(labels, key) ? labels[key] : undefined) ?? visible(sentence(key));

/** Fields whose values are codes of the contract, and are shown as words. */
const coded = new Set(
  `case_status check_type decision document_type environment event page pep_recommended_action pep_risk_tier policy
   processing_mode provider retention_status risk_level signal_type status`.split(/\s+/),
);
const countries = /^(country|country_used|nationality|document_issuing_state)$/;
const formats: Readonly<Record<string, string>> = {
  "image/jpeg": "JPEG image",
  "image/png": "PNG image",
  "image/webp": "WebP image",
  "application/pdf": "PDF",
};

/** Returns a value as the person reads it. A value that is not of the expected form stays as it is. */
export function valueWords(key: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  const text = visible(plainText(String(value)));
  if (key === "size_bytes" && typeof value === "number") return bytes(value);
  if (/_at$/.test(key) && /^\d{4}-\d\d-\d\dT/.test(text)) return known(exactUtc(text), text);
  if (/(^|_)date($|_)/.test(key) && /^\d{4}-\d\d-\d\d$/.test(text)) return known(day(text), text);
  if (countries.test(key)) return countryWithCode(text);
  if (coded.has(key) && /^[\w.:-]+$/.test(text)) return sentence(text);
  return formats[text] ?? text;
}

const known = (shown: string, text: string) => (shown === NO_VALUE ? text : shown);
