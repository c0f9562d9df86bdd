export const sessionStatuses = [
  "pending",
  "capturing",
  "processing",
  "awaiting_external",
  "under_review",
  "sandbox_pending",
  "completed",
  "expired",
  "failed",
] as const;

export const resultStatuses = ["approved", "rejected", "needs_review"] as const;

export const retentionStatuses = ["active", "sensitive_redacted", "redacted"] as const;

export const riskLevels = ["low", "medium", "high", "critical"] as const;

export const documentTypes = ["passport", "drivers_license", "national_id", "residence_permit"] as const;

export const caseStatuses = [
  "open",
  "in_review",
  "escalated",
  "pending_second_review",
  "approved",
  "rejected",
] as const;

export type SessionStatus = (typeof sessionStatuses)[number];

export type ResultStatus = (typeof resultStatuses)[number];

export type RiskLevel = (typeof riskLevels)[number];

/** The eleven fields of `extracted_data`, in the contract's order and spelling. */
export const piiFields = [
  "first_name",
  "last_name",
  "date_of_birth",
  "address",
  "document_number",
  "nationality",
  "gender",
  "ssn",
  "document_type",
  "document_expiration_date",
  "document_issuing_state",
] as const;

export type PiiField = (typeof piiFields)[number];

export const comparedFields = [
  "first_name",
  "last_name",
  "date_of_birth",
  "document_number",
  "document_expiration_date",
  "nationality",
  "gender",
  "address",
  "document_issuing_state",
  "document_type",
  "ssn",
  "email",
  "phone",
] as const;

export type ComparedField = (typeof comparedFields)[number];

/** Sources whose stored content counts as unread unless it consists of fields. */
export const unreadSources = ["visual", "barcode", "chip"] as const;

export type UnreadSource = (typeof unreadSources)[number];

/** The letters about a request, apart from the answer. */
export const letterKinds = [
  "acknowledgement",
  "identity_question",
  "extension",
  "fee_question",
  "refusal",
  "rectified",
  "restricted",
  "lifting",
  "recipients",
] as const;
export type LetterKind = (typeof letterKinds)[number];

/** The languages that these letters are written in. */
export const letterLanguages = ["en", "de", "fr", "es"] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

/** Each language's own name. */
export const letterLanguageNames = {
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
} as const satisfies Record<LetterLanguage, string>;

/** What a message tells a requester. */
export const messageKinds = [
  "received",
  "verified",
  "question",
  "extended",
  "fee",
  "refused",
  "ready",
  "done",
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Who asks on behalf of a requester: with their permission, or as a parent or guardian. */
export const agentRoles = ["agent", "parent"] as const;
