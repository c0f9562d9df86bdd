import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";
import { isStorable, storable } from "@/lib/format/text";
import { retainable } from "@/lib/law/retention";
import { retentionOverrides, windowDays } from "@/lib/settings/schema";

/** The input for redacting one session. `confirm` repeats the session's id, typed by a person; API keys omit it. */
export const redactQuery = z.object({
  confirm: z.string().max(128).optional(),
  reason: z.string().trim().min(3).max(255).refine(isStorable, storable).optional().meta({
    description: "Reason for erasing a session before its legal retention ends. Name no person.",
  }),
});

export const redactionDto = z.object({
  status: z.enum(["deleted", "already_redacted"]),
  sessionId: z.string(),
  documentsRemoved: z.int(),
  message: z.string(),
});
export type RedactionDto = z.infer<typeof redactionDto>;

/**
 * The input for redacting up to 100 sessions. A person types `confirm`: the word “redact” and the number, as in
 * `redact 3`.
 */
export const bulkRedactInput = z.strictObject({
  sessionIds: z.array(sessionId).min(1).max(100),
  confirm: z.string().max(40).optional(),
});
export type BulkRedactInput = z.infer<typeof bulkRedactInput>;

export const bulkRedactDto = z.object({
  total: z.int(),
  results: z.array(
    z.object({
      sessionId: z.string(),
      status: z.enum(["deleted", "already_redacted", "not_found", "failed"]),
      documentsRemoved: z.int(),
    }),
  ),
});
export type BulkRedactDto = z.infer<typeof bulkRedactDto>;

/** The law that retains a session, from the retention rule of the organization's law. */
export const keptByLawDto = z.object({
  rule: z.string(),
  source: z.string().nullable(),
  until: z
    .string()
    .nullable()
    .meta({ description: "The last day of the retention; null while it is not known." }),
  isRestricted: z
    .boolean()
    .meta({ description: "Whether an erasure was requested and waits for the end of the retention." }),
});
export type KeptByLawDto = z.infer<typeof keptByLawDto>;

/** What a redaction would erase and keep, shown before anyone confirms it. */
export const redactionPreviewDto = z.object({
  sessionId: z.string(),
  isRedacted: z.boolean(),
  removes: z.array(z.object({ what: z.string(), count: z.int() })),
  keeps: z.array(z.string()),
  keptByLaw: keptByLawDto.nullable(),
  openCaseId: z.string().nullable().meta({ description: "The review case that must be decided first." }),
});

/** The retention clock of a session. */
export const retentionClockDto = z.object({
  sessionId: z.string(),
  retentionStatus: z.string(),
  terminalAt: z.string().nullable(),
  sensitiveDataUntil: z.string().nullable(),
  dataUntil: z.string().nullable(),
  redactedAt: z.string().nullable(),
  restrictedAt: z.string().nullable().meta({
    description:
      "Whether processing is restricted, because a law retains the session despite an erasure or the person asked for it.",
  }),
  restrictedUntilOn: z.string().nullable().meta({
    format: "date",
    description: "The last day on which a law retains it; null while that is not known.",
  }),
});
export const privacyDto = z.object({ clock: retentionClockDto, redaction: redactionPreviewDto });
export type PrivacyDto = z.infer<typeof privacyDto>;

const retentionList = z.object({
  count: z.int(),
  sessionIds: z
    .array(z.string())
    .meta({ description: "The first hundred sessions, by the end of their retention." }),
  byResult: z.array(z.object({ key: z.string(), count: z.int() })),
});

/** Unsaved retention settings; those not named are as saved. */
export const retentionDraft = z.strictObject({
  sensitiveDataRetentionDays: windowDays.optional(),
  dataRetentionDays: windowDays.optional(),
  autoRedactOnRetentionExpiry: z.boolean().optional(),
  retentionOverrides: retentionOverrides.optional(),
});
export type RetentionDraft = z.infer<typeof retentionDraft>;

/** A window that ends before a retention duty does. */
const brokenFloorDto = z.object({
  documentType: z
    .string()
    .nullable()
    .meta({ description: "Null for all types without a window of their own." }),
  days: z.int(),
  neededDays: z
    .int()
    .meta({ description: "The days that the duty takes from the end of the session, at most." }),
  rule: z.string(),
  source: z.string(),
  retains: z
    .array(z.enum(retainable))
    .meta({ description: "The outcomes of the sessions that the duty keeps until it ends." }),
});
export type BrokenFloorDto = z.infer<typeof brokenFloorDto>;

/** A window that may keep personal data longer than the law that retains it allows. */
const exceededCeilingDto = z.object({
  documentType: z
    .string()
    .nullable()
    .meta({ description: "Null for all types without a window of their own." }),
  days: z.int().nullable().meta({ description: "Null without a limit." }),
  years: z.int(),
  isAutomatic: z.boolean().meta({ description: "Whether anything is erased automatically." }),
  source: z.string().meta({ description: "The source of the duty to erase after these years." }),
});
export type ExceededCeilingDto = z.infer<typeof exceededCeilingDto>;

/** The effects of the next retention run. */
export const retentionPlanDto = z.object({
  losesPii: retentionList,
  erased: retentionList,
  retained: retentionList.meta({
    description: "Sessions past their window that a retention duty of the environment's law keeps.",
  }),
  held: retentionList,
  brokenFloors: z.array(brokenFloorDto).meta({
    description:
      "Windows that are shorter than the anti-money-laundering retention of the environment's law.",
  }),
  exceededCeilings: z.array(exceededCeilingDto).meta({
    description: "Windows that may keep data longer than that law allows.",
  }),
});
export type RetentionPlanDto = z.infer<typeof retentionPlanDto>;

export const verdicts = ["erase", "keep", "held", "undecided", "erased"] as const;
export const planRowDto = z.object({
  sessionId: z.string(),
  holds: z.string().meta({ description: "The personal data that the session contains, in words." }),
  verdict: z.enum(verdicts),
  until: z.iso.date().nullable().meta({ description: "The last day of the legal retention." }),
  rule: z.string(),
  source: z.string().nullable(),
});
export type PlanRowDto = z.infer<typeof planRowDto>;
export const planDto = z.object({
  data: z.array(planRowDto),
  counts: z.object({
    erase: z.int(),
    keep: z.int(),
    held: z.int(),
    undecided: z.int().meta({ description: "Sessions with an open review case. Decide the case first." }),
    erased: z.int(),
  }),
});
export type PlanDto = z.infer<typeof planDto>;
