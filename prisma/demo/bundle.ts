/** The status of a session. */
export type SessionStatus =
  | "pending"
  | "capturing"
  | "processing"
  | "awaiting_external"
  | "under_review"
  | "sandbox_pending"
  | "completed"
  | "expired"
  | "failed";

/** The outcome of a session. */
export type ResultStatus = "approved" | "rejected" | "needs_review";

/** Why a session was rejected. */
export type RejectionReasonCode =
  | "document_unreadable"
  | "document_expired"
  | "document_unsupported"
  | "document_tampered"
  | "face_mismatch"
  | "liveness_failed"
  | "underage"
  | "watchlist_match"
  | "high_risk"
  | "duplicate_identity"
  | "blocklist_match"
  | "data_mismatch"
  | "fraud_suspected"
  | "other";

/** The kinds of identity document. */
export type DocumentType = "passport" | "drivers_license" | "national_id" | "residence_permit";

/** The status of a review case. */
export type CaseStatus =
  | "open"
  | "in_review"
  | "escalated"
  | "pending_second_review"
  | "approved"
  | "rejected";

/** The separation between real and test data. */
export type Environment = "live" | "sandbox";

/** A composite risk band. */
export type RiskLevel = "low" | "medium" | "high" | "critical";

/** A value that survives JSON. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A postal address. */
export type Address = {
  line1: string;
  line2: string | null;
  city: string;
  state: string | null;
  zip: string;
};

/** What the applicant typed before or during capture. */
export type ApplicantFields = {
  first_name: string;
  last_name: string;
  date_of_birth: string;
  email: string;
  phone: string;
  address: Address;
};

/** The `session` section of an export bundle. */
export type BundleSession = {
  id: string;
  status: SessionStatus;
  is_sandbox: boolean;
  environment: Environment;
  created_at: string;
  updated_at: string;
  external_ref: string | null;
  metadata: Record<string, Json>;
  country: string | null;
  checks: string[] | null;
  workflow_id: string | null;
  document_type: DocumentType | null;
  retention_status: "active";
  processing_attempts: number | null;
  consent_ip: string | null;
  capture_url: string | null;
  token_expires_at: string | null;
  case_id: string | null;
  case_status: CaseStatus | null;
  tags: string[];
  fields?: ApplicantFields;
  device?: { id: string; user_agent: string };
};

/** What was read from the document. */
export type ExtractedData = {
  first_name?: string;
  last_name?: string;
  date_of_birth?: string;
  address?: Address;
  document_number?: string;
  nationality?: string;
  gender?: string;
  ssn?: string;
  document_type?: DocumentType;
  document_expiration_date?: string;
  document_issuing_state?: string;
};

/** The `result` section. */
export type BundleResult = {
  session_id: string;
  status: ResultStatus;
  is_sandbox: boolean;
  created_at: string;
  face_match_passed: boolean | null;
  face_match_score: number | null;
  age_check_passed: boolean | null;
  extracted_age: number | null;
  extracted_data: ExtractedData;
  rejection_reason: string | null;
  rejection_reason_code: RejectionReasonCode | null;
  processing_mode: "auto" | "manual";
  country_used: string | null;
  sensitive_data_expired: false;
};

/** One entry of `documents`. */
export type BundleDocument = {
  id: string;
  document_type: DocumentType | "selfie" | "proof_of_address";
  download_url: string | null;
  download_url_expires_at: null;
  page: "front" | "back";
  mime_type: "image/jpeg";
  size_bytes: number | null;
  captured_at: string;
};

/** One possible match of a screening check. */
export type BundleHit = {
  id: string;
  name: string;
  match_score: number;
  match_types: string[];
  list_name: string;
  entity_type: string;
  birthdate: string | null;
  countries: string[];
  dismissed: boolean;
  dismissed_reason: string | null;
  dismissed_at: string | null;
  dismissed_by: string | null;
  created_at: string;
};

/** One entry of `screening`. */
export type BundleScreening = {
  id: string;
  check_type: "sanction" | "pep" | "adverse_media" | "email_risk" | "phone_risk";
  status: "pending" | "clear" | "hit" | "error";
  has_match: boolean;
  hit_count: number;
  provider: string;
  session_id: string;
  identity_id: null;
  external_ref: string | null;
  monitoring_enabled: boolean;
  is_sandbox: boolean;
  tags: string[];
  batch_id: string | null;
  pep_risk_tier: RiskLevel | null;
  pep_recommended_action: string | null;
  redacted_at: null;
  last_checked_at: string | null;
  created_at: string;
  expires_at: string;
  result: Record<string, Json>;
  hits: BundleHit[];
};

/** The `review_case` section. */
export type BundleCase = {
  id: string;
  session_id: string;
  status: CaseStatus;
  created_at: string;
  decision: "approved" | "rejected" | null;
  assigned_to: string | null;
  claimed_at: string | null;
  entered_review_at: string;
  decided_at: string | null;
};

/** One entry of `case_notes`. */
export type BundleNote = { note_id: string; author: string; content: string; created_at: string };

/** One entry of `fraud_signals`. */
export type BundleSignal = {
  signal_type: string;
  risk_score: number;
  risk_level: RiskLevel;
  details: string | Record<string, Json>;
};

/** One entry of `webhook_deliveries`. */
export type BundleDelivery = {
  id: string;
  event: string;
  url: string;
  status: "pending" | "delivered" | "failed";
  attempts: number;
  max_attempts: number;
  created_at: string;
  http_status: number | null;
  last_error: string | null;
};

/** One entry of `verifications`. */
export type BundleVerification = {
  policy: string;
  attempt: number;
  status: "pending" | "passed" | "failed" | "error" | "skipped" | "requires_retry";
  score: number | null;
  threshold: number | null;
  details: Record<string, Json>;
  created_at: string;
  completed_at: string | null;
};

/** A session export bundle in the public contract's form. */
export type Bundle = {
  session: BundleSession;
  result: BundleResult | null;
  documents: BundleDocument[];
  screening: BundleScreening[];
  review_case: BundleCase | null;
  case_notes: BundleNote[];
  fraud_signals: BundleSignal[];
  webhook_deliveries: BundleDelivery[];
  verifications?: BundleVerification[];
};
