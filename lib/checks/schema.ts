import { z } from "zod";
import { sessionId } from "@/lib/sessions/schema";

export const checkStatuses = ["pending", "passed", "failed", "error", "skipped", "requires_retry"] as const;
export const attemptParams = z.object({ sessionId, policy: z.string().min(1).max(64) });

export const checkDto = z.object({
  policy: z.string(),
  status: z.enum(checkStatuses),
  attempt: z.int(),
  score: z.number().nullable(),
  threshold: z.number().nullable(),
  details: z.unknown(),
  createdAt: z.string().nullable(),
  completedAt: z.string().nullable(),
});
export type CheckDto = z.infer<typeof checkDto>;

/** The latest attempt of each policy. */
export const checkList = z.object({ data: z.array(checkDto) });
export const attemptList = z.object({
  sessionId: z.string(),
  policy: z.string(),
  attempts: z.array(checkDto),
});

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

export const fieldSources = [
  "submitted",
  "extracted",
  "mrz",
  "visual",
  "barcode",
  "chip",
  "corrected",
] as const;
export type FieldSource = (typeof fieldSources)[number];
