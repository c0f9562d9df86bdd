import { z } from "zod";
import { caseDecisions, deskDto, rejectionReasonCodes, words } from "@/lib/cases/schema";
import { hitDto } from "@/lib/screening/schema";

const instant = z.string().meta({ format: "date-time" });
const decision = z.enum(caseDecisions);

export const lookParams = z.object({
  lookId: z.string().min(1).max(128).meta({ description: "Second look id, opaque (`slk_…`)." }),
});

const day = z.iso
  .date()
  .refine((text) => /^20\d\d-/.test(text), "must be a day from 2000 to 2099")
  .optional();

/** The days of decisions that figures and lists cover. */
export const qualityQuery = z
  .object({
    from: day.meta({ description: "First day of the decisions; by default 90 days are covered." }),
    to: day.meta({ description: "Last day of the decisions, included; by default today." }),
  })
  .refine(({ from, to }) => !from || !to || from <= to, {
    path: ["to"],
    message: "must not be before the first day",
  });
export type QualityQuery = z.infer<typeof qualityQuery>;

const share = z.object({ value: z.number(), low: z.number(), high: z.number() });

/** The sampled decisions that wait for a second look of the caller, and how far second looks agree. */
export const qualityDto = z.object({
  percent: z.int().meta({ description: "How many of 100 decisions are sampled." }),
  days: z
    .object({ from: z.string(), to: z.string(), timeZone: z.string() })
    .meta({ description: "The days of the decisions, in the organization's time zone." }),
  sampled: z.int(),
  looked: z.int().meta({ description: "Sampled decisions whose second look is recorded." }),
  waiting: z.array(
    z.object({
      id: z.string(),
      decidedAt: instant,
      documentType: z.string().nullable(),
      country: z.string().nullable(),
      isMine: z.boolean().meta({ description: "Whether the caller has taken it." }),
    }),
  ),
  waitingCount: z.int(),
  waitingIsCapped: z.boolean().meta({ description: "More wait than are counted." }),
  noLongerPossible: z.int().meta({
    description: "Sampled decisions whose session is restricted or redacted, or no longer shown.",
  }),
  reviewers: z.array(
    z.object({
      memberId: z.string(),
      name: z.string(),
      looked: z.int(),
      agreed: z.int(),
      share: share.nullable().meta({ description: "The share that agrees, with its 95 % Wilson interval." }),
      kappa: z.number().nullable().meta({
        description: "Cohen's kappa; null for fewer than 30 second looks, or if only one outcome was given.",
      }),
    }),
  ),
  disagreements: z
    .array(
      z.object({
        id: z.string(),
        caseId: z.string(),
        decidedBy: z.string(),
        decision,
        lookedBy: z.string(),
        outcome: decision,
        reasonCode: z.enum(rejectionReasonCodes).nullable(),
        recordedAt: instant,
        hasNote: z.boolean(),
      }),
    )
    .meta({ description: "The newest 100; for leads and admins." }),
});
export type QualityDto = z.infer<typeof qualityDto>;

/** What a second look shows: the evidence, without what anybody made of it. */
export const lookDto = deskDto
  .pick({
    isOpen: true,
    fields: true,
    mrz: true,
    expiry: true,
    unreadSources: true,
    checks: true,
    riskScore: true,
    riskLevel: true,
    recommendedAction: true,
    signals: true,
  })
  .extend({
    id: z.string(),
    lapsesAt: instant.meta({ description: "From then on another member can take it." }),
    session: deskDto.shape.session.pick({
      id: true,
      documentType: true,
      country: true,
      retentionStatus: true,
    }),
    screening: z.array(z.object({ id: z.string(), checkType: z.string(), hits: z.array(hitDto) })),
  });
export type LookDto = z.infer<typeof lookDto>;

export const namedDto = z.object({ id: z.string() });

export const lookNoteDto = z.object({ id: z.string(), note: z.string() });
export type LookNoteDto = z.infer<typeof lookNoteDto>;

const note = words
  .optional()
  .meta({ description: "Stored with the second look. It is no note of the case." });
export const approvalInput = z.strictObject({ outcome: z.literal("approved"), note });
export const rejectionInput = z.strictObject({
  outcome: z.literal("rejected"),
  reasonCode: z.enum(rejectionReasonCodes),
  note,
});
export const lookInput = z.union([approvalInput, rejectionInput]);
export type LookInput = z.infer<typeof lookInput>;

export const recordedDto = z.object({
  id: z.string(),
  agrees: z.boolean().meta({ description: "Whether the decision had the same outcome." }),
});
export type RecordedDto = z.infer<typeof recordedDto>;
