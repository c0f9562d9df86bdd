import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";
import { page, pageQuery } from "@/lib/http/pagination";

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

export const sessionId = z.string().min(1).max(128).meta({ description: "Session id, opaque (`ses_…`)." });
export const sessionParams = z.object({ sessionId });

const splitList = (text: string) => [...new Set(text.split(",").filter(Boolean))];

const day = z.iso.date().refine((text) => /^(19|2\d)\d\d-/.test(text), "a day from 1900 to 2999");

/** A comma-separated list of members of an enum, as it stands in a URL; an empty one narrows nothing. */
export const anyOf = <T extends readonly [string, ...string[]]>(members: T) =>
  z
    .string()
    .max(500)
    .transform(splitList)
    .pipe(z.array(z.enum(members)).max(20))
    .transform((list) => (list.length > 0 ? list : undefined))
    .optional();
const anyText = (max: number) =>
  z
    .string()
    .max(500)
    .transform(splitList)
    .pipe(z.array(z.string().max(max)).max(20))
    .optional();

/** What a list of sessions can be narrowed to; several values of one filter are separated by commas. */
export const sessionFilter = z.object({
  status: anyOf(sessionStatuses),
  result: anyOf(resultStatuses),
  riskLevel: anyOf(riskLevels),
  documentType: anyText(64),
  country: anyText(3),
  source: anyText(64),
  tag: z.string().max(100).optional(),
  externalRef: z.string().max(255).optional(),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({ description: "Session id, external_ref, or exact document number." }),
  createdFrom: day.optional(),
  createdTo: day.optional().meta({ description: "Inclusive." }),
});
export type SessionFilter = z.infer<typeof sessionFilter>;

export const sessionListQuery = z.object({ ...sessionFilter.shape, ...pageQuery.shape });
export type SessionListQuery = z.infer<typeof sessionListQuery>;

const instant = z.string().meta({ format: "date-time" });

/** A session as the contract has it; `subject` and what follows are ours in addition. */
export const sessionDto = z.object({
  id: z.string(),
  status: z.enum(sessionStatuses),
  isSandbox: z.boolean(),
  environment: z.enum(["live", "sandbox"]),
  createdAt: instant,
  updatedAt: instant,
  externalRef: z.string().nullable(),
  metadata: z.record(z.string(), z.unknown()),
  country: z.string().nullable(),
  checks: z.array(z.string()).nullable(),
  workflowId: z.string().nullable(),
  documentType: z.string().nullable(),
  retentionStatus: z.enum(retentionStatuses),
  processingAttempts: z.int().nullable(),
  consentIp: z.string().nullable(),
  captureUrl: z.string().nullable(),
  tokenExpiresAt: instant.nullable(),
  caseId: z.string().nullable(),
  caseStatus: z.enum(caseStatuses).nullable(),
  tags: z.array(z.string()),
  resultStatus: z.enum(resultStatuses).nullable(),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  source: z.string(),
  redactedAt: instant.nullable(),
  subject: z.string().nullable().optional().meta({
    description:
      "Masked name, for people; API keys read the result. `unreadable` when what is stored does not open.",
  }),
});
export type SessionDto = z.infer<typeof sessionDto>;

export const sessionPage = page(sessionDto);
export type SessionPage = z.infer<typeof sessionPage>;

export const extractedDataDto = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  dateOfBirth: z.string().nullish(),
  address: z
    .union([z.record(z.string(), z.unknown()), z.string()])
    .nullish()
    .meta({ description: "Its parts; one line where the source has it so." }),
  documentNumber: z.string().nullish(),
  nationality: z.string().nullish(),
  gender: z.string().nullish(),
  ssn: z.string().nullish(),
  documentType: z.string().nullish(),
  documentExpirationDate: z.string().nullish(),
  documentIssuingState: z.string().nullish(),
});
export type ExtractedDataDto = z.infer<typeof extractedDataDto>;

export const resultDto = z.object({
  sessionId: z.string(),
  status: z.enum(resultStatuses),
  isSandbox: z.boolean(),
  createdAt: instant,
  faceMatchPassed: z.boolean().nullable(),
  faceMatchScore: z.number().nullable(),
  ageCheckPassed: z.boolean().nullable(),
  extractedAge: z.int().nullable(),
  extractedData: extractedDataDto,
  rejectionReason: z.string().nullable(),
  rejectionReasonCode: z.string().nullable(),
  processingMode: z.string().nullable(),
  countryUsed: z.string().nullable(),
  sensitiveDataExpired: z.boolean(),
  isMasked: z
    .boolean()
    .optional()
    .meta({ description: "True when values are shown masked, as people see them." }),
});
export type ResultDto = z.infer<typeof resultDto>;

/** What a person can have shown of a session that they do not work on: extracted data, and what came with the session. */
export const revealable = [...piiFields, "consent_ip", "metadata"] as const;
export type Revealable = (typeof revealable)[number];
export const revealInput = z.strictObject({
  fields: z.array(z.enum(revealable)).min(1).max(revealable.length),
});
export type RevealInput = z.infer<typeof revealInput>;
export const revealedDto = z.object({
  sessionId: z.string(),
  extractedData: extractedDataDto,
  consentIp: z.string().nullable().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
});
export type RevealedDto = z.infer<typeof revealedDto>;

/** Why a session that a law keeps is opened, in words that name nobody. */
export const openingInput = z.strictObject({
  reason: z.string().trim().min(3).max(255).refine(isStorable, storable),
});
export type OpeningInput = z.infer<typeof openingInput>;
export const openingDto = z.object({ sessionId: z.string(), openUntil: instant });
export type OpeningDto = z.infer<typeof openingDto>;

/** The container of the Regula-shaped endpoint. `status` is that platform's integer. */
export const sessionContainerDto = z.object({
  id: z.string(),
  status: z.int(),
  properties: z.record(z.string(), z.unknown()),
  files: z.record(z.string(), z.string()),
  metadata: z.record(z.string(), z.unknown()),
});

/** One thing that happened to a session. */
export const timelineEntryDto = z.object({
  at: instant,
  kind: z.enum(["session", "check", "case", "note", "delivery", "audit"]),
  title: z.string(),
  detail: z.string().nullable(),
  actor: z.string().nullable(),
  tone: z.enum(["neutral", "good", "warn", "bad", "info"]),
});
export const timelineDto = z.object({ data: z.array(timelineEntryDto) });
export type TimelineEntryDto = z.infer<typeof timelineEntryDto>;
