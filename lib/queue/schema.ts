import { z } from "zod";
import { caseDto, casePriorities, caseTabs, reviewerId, slaStates } from "@/lib/cases/schema";
import { anyOf, page, pageQuery } from "@/lib/contract/pagination";
import { caseStatuses, riskLevels } from "@/lib/contract/vocabulary";

const moment = z.iso
  .datetime({ offset: true })
  .refine((at) => /^(19|2\d)\d\d-/.test(at), "a year from 1900 to 2999");

export const caseFilter = z.object({
  tab: z.enum(caseTabs).optional(),
  status: anyOf(caseStatuses),
  assignedTo: z.string().max(128).optional(),
  queue: z.string().max(64).optional(),
  priority: anyOf(casePriorities),
  tag: z.string().max(100).optional(),
  sla: z.enum(slaStates).optional(),
  decidedBy: z.string().max(128).optional().meta({ description: "Who made the final decision." }),
  decidedFrom: moment.optional(),
  decidedTo: moment.optional().meta({ description: "End of the period, exclusive." }),
  firstOpinion: z.enum(["any", "overturned"]).optional().meta({
    description: "Cases with a first decision, or with one that the final decision overturned.",
  }),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({ description: "Case id, session id, external reference, or exact document number." }),
  sort: z.enum(["oldest", "newest"]).default("oldest").meta({
    description: "Order by the time of entering review. With the oldest first, overdue cases come first.",
  }),
});

export type CaseFilter = z.infer<typeof caseFilter>;

export const caseListQuery = z.object({ ...caseFilter.shape, ...pageQuery.shape });

export type CaseListQuery = z.infer<typeof caseListQuery>;

/** The same filters in a body, so that a search text is not part of an address. */
export const caseSearchInput = z.strictObject({ ...caseFilter.shape, ...pageQuery.shape });

/** A browser's EventSource cannot send headers. */
export const streamQuery = z.object({ environment: z.enum(["live", "sandbox"]).optional() });

export const claimInput = z.strictObject({ reviewerId });

export const nextInput = z.strictObject({
  reviewerId,
  tab: z.enum(["unassigned", "pending_second_review", "escalated"]).default("unassigned"),
  /** Claims the next case while another is still open. Its review time starts when it is opened. */
  ahead: z.boolean().default(false),
  ownFirst: z.boolean().default(false).meta({
    description: "Returns the oldest claimed, undecided case of the reviewer before a new one.",
  }),
  except: z.array(z.string().min(1).max(128)).max(100).default([]).meta({
    description: "Cases to skip: those on the reviewer's screen and those released without a decision.",
  }),
});

/** A case in a row of the queue. */
export const queueRowDto = caseDto.extend({
  subject: z.string().nullable().meta({
    description:
      "Masked name; null after a redaction and for API keys; `unreadable` if the stored value cannot be opened.",
  }),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  signals: z.array(z.string()).meta({ description: "The types of the three signals with the highest risk." }),
  documentType: z.string().nullable(),
  country: z.string().nullable(),
});

export type QueueRowDto = z.infer<typeof queueRowDto>;

export const casePage = page(queueRowDto);

export type CasePage = z.infer<typeof casePage>;

export const tabCountsDto = z.object({
  unassigned: z.int(),
  mine: z.int(),
  pendingSecondReview: z.int(),
  escalated: z.int(),
  all: z.int(),
  overdue: z.int().meta({ description: "Open cases past the organization's limit, counted up to 100." }),
});

export type TabCountsDto = z.infer<typeof tabCountsDto>;

/** Cases to assign to a member, or to return to the queue. */
export const bulkAssignInput = z.strictObject({
  caseIds: z
    .array(z.string().min(1).max(128))
    .min(1)
    .max(100)
    .transform((given) => [...new Set(given)]),
  assigneeId: z
    .string()
    .min(1)
    .max(128)
    .nullable()
    .meta({ description: "Null returns the cases to the queue." }),
});
export type BulkAssignInput = z.infer<typeof bulkAssignInput>;

export const bulkAssignDto = z.object({
  total: z.int(),
  assigned: z.int().meta({ description: "Cases that the member has now, or that are unassigned now." }),
  refused: z.array(z.object({ caseId: z.string(), reason: z.string() })),
});
export type BulkAssignDto = z.infer<typeof bulkAssignDto>;
