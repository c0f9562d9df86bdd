import type {
  CaseStatus,
  DocumentType,
  Environment,
  RejectionReasonCode,
  ResultStatus,
  RiskLevel,
  SessionStatus,
} from "./bundle";
import type { Person } from "./people";
import type { SignalName } from "./signals";

/** What happens in a session, before anyone is cast in it. */
export type Slot = {
  environment: Environment;
  createdAt: Date;
  status: SessionStatus;
  outcome: ResultStatus | null;
  reason: RejectionReasonCode | null;
  caseStatus: CaseStatus | null;
  /** What a session under review is doubted for: the check that asks for a person's judgement. */
  doubt: string | null;
};

/** A slot with a person, a document and circumstances: everything a bundle is written from. */
export type Plan = Slot & {
  key: string;
  person: Person;
  externalRef: string | null;
  documentType: DocumentType;
  documentNumber: string;
  issued: string;
  expires: string;
  device: { id: string; user_agent: string };
  consentIp: string;
  attempts: number;
  risk: RiskLevel;
  signals: readonly SignalName[];
  /** The check that asks for a person's judgement or that failed; null when all passed. */
  concern: string | null;
  tags: readonly string[];
};

/** The reviewers named in assignments, notes and dismissals. */
export const demoReviewers = [
  { id: "rev_01jd0000000000000000000001", name: "Demo Reviewer" },
  { id: "rev_01jd0000000000000000000002", name: "Second Reviewer" },
  { id: "rev_01jd0000000000000000000003", name: "Demo Lead" },
] as const;

/** Which check a rejection reason shows in. */
export const concernOf: Readonly<Record<RejectionReasonCode, string | null>> = {
  document_unreadable: "document_ocr",
  document_expired: "document_expiration",
  document_unsupported: "id_document_filter",
  document_tampered: "risk_assessment",
  face_mismatch: "face_match",
  liveness_failed: "liveness",
  underage: "age_check",
  watchlist_match: "watchlist_screening",
  high_risk: "risk_assessment",
  duplicate_identity: "duplicate_detection",
  blocklist_match: "check_against_list",
  data_mismatch: "identity_crossref",
  fraud_suspected: "risk_assessment",
  other: null,
};

/** The prose a rejection carries beside its code. */
export const reasonProse: Readonly<Record<RejectionReasonCode, string>> = {
  document_unreadable: "The document image is too blurred to read.",
  document_expired: "The document had expired on the day it was presented.",
  document_unsupported: "This kind of document is not accepted for the applicant’s country.",
  document_tampered: "The date of birth shows traces of alteration.",
  face_mismatch: "The selfie does not show the person on the document.",
  liveness_failed: "The selfie could not be confirmed as a live capture.",
  underage: "The applicant is younger than the minimum age.",
  watchlist_match: "The applicant matches an entry on a sanctions list.",
  high_risk: "The combined risk of the session is above the accepted limit.",
  duplicate_identity: "The same document was already used by another customer.",
  blocklist_match: "The device is on the blocklist.",
  data_mismatch: "The details on the form do not agree with the document.",
  fraud_suspected: "Several signals together point to an organised attempt.",
  other: "The applicant withdrew the application during review.",
};

/** Minutes and hours in milliseconds. */
export const MINUTE = 60_000;
/** One hour in milliseconds. */
export const HOUR = 60 * MINUTE;
/** One day in milliseconds. */
export const DAY = 24 * HOUR;
