import { z } from "zod";
import {
  blocklisting,
  caseParams,
  casePriorities,
  caseTabs,
  rejectionReasonCodes,
  slaStates,
  snoozeEvents,
} from "@/lib/cases/schema";
import { isStorable, storable } from "@/lib/format/text";
import { pageQuery } from "@/lib/http/pagination";
import { anyOf, caseStatuses, extractedDataDto, resultStatuses } from "@/lib/sessions/schema";

const instant = z.string().meta({ format: "date-time" });

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
  decidedFrom: moment.optional(),
  decidedTo: moment.optional().meta({ description: "Exclusive." }),
  firstOpinion: z.enum(["any", "overturned"]).optional().meta({
    description: "Cases with a first opinion, or with one that the final decision went against.",
  }),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({ description: "Case id, session id, external_ref, or exact document number." }),
  sort: z.enum(["oldest", "newest"]).default("oldest").meta({
    description: "By the time they entered review; oldest first is overdue first.",
  }),
});
export type CaseFilter = z.infer<typeof caseFilter>;
export const caseListQuery = z.object({ ...caseFilter.shape, ...pageQuery.shape });
export type CaseListQuery = z.infer<typeof caseListQuery>;

/** The same filters in a body, where a search text does not end up in an address. */
export const caseSearchInput = z.strictObject({ ...caseFilter.shape, ...pageQuery.shape });
/** A browser's event stream cannot send headers. */
export const streamQuery = z.object({ environment: z.enum(["live", "sandbox"]).optional() });

/** Who acts: an API key says for which member; a person is always themselves. */
const reviewerId = z.string().max(128).optional().meta({
  description: "The member on whose behalf; required with an API key, otherwise the caller.",
});
/** The version that was looked at; a decision on an older one is refused. */
const version = z.int().optional();

export const createCaseInput = z.strictObject({ sessionId: z.string().min(1).max(128) });
export const claimInput = z.strictObject({ reviewerId });
export const nextInput = z.strictObject({
  reviewerId,
  tab: z.enum(["unassigned", "pending_second_review", "escalated"]).default("unassigned"),
  /** A case taken ahead while another is still open; its clock starts when it is opened. */
  ahead: z.boolean().default(false),
  ownFirst: z.boolean().default(false).meta({
    description: "Before a new case, the oldest that the reviewer holds and has not decided.",
  }),
  except: z.array(z.string().min(1).max(128)).max(100).default([]).meta({
    description: "Cases that are passed over: those on the reviewer's screen, or looked at and given back.",
  }),
});
export const assignInput = z.strictObject({ assigneeId: z.string().min(1).max(128), version });

const words = z.string().trim().max(4_000).refine(isStorable, storable);

export const approveInput = z.strictObject({
  reviewerId,
  notes: words.optional(),
  rejectionReason: words.optional(),
  version,
});
export const rejectInput = z.strictObject({
  reviewerId,
  notes: words.optional(),
  rejectionReason: words.optional(),
  rejectionReasonCode: z.enum(rejectionReasonCodes).optional(),
  addToBlocklist: blocklisting.default(false),
  version,
});
export const escalateInput = z.strictObject({
  reviewerId,
  escalatedTo: z.string().max(128).optional(),
  reason: words.optional(),
  notes: words.optional(),
  version,
});
export const snoozeInput = z
  .strictObject({
    reviewerId,
    until: z.iso.datetime({ offset: true }).optional(),
    event: z.enum(snoozeEvents).optional(),
    reason: words.min(1),
    version,
  })
  .refine(({ until, event }) => until !== undefined || event !== undefined, {
    message: "say until when, or which event",
    path: ["until"],
  });
export type SnoozeInput = z.infer<typeof snoozeInput>;

const customMap = z
  .record(z.string().max(100), z.json())
  .refine((map) => Object.keys(map).length <= 50, "at most 50 keys")
  .refine((map) => JSON.stringify(map).length <= 64_000, "at most 64 kB");
export const updateCaseInput = z.strictObject({
  metadata: customMap.optional(),
  customFields: customMap.optional(),
  tags: z.array(z.string().trim().min(1).max(100).refine(isStorable, storable)).max(50).optional(),
  priority: z.enum(casePriorities).optional(),
  version,
});
export type UpdateCaseInput = z.infer<typeof updateCaseInput>;

export const noteInput = z.strictObject({
  content: z.string().trim().min(1).max(10_000).refine(isStorable, storable),
});
export const undoInput = z.strictObject({ reviewerId });

const text = (max: number) => z.string().trim().min(1).max(max).refine(isStorable, storable);
const day = z.iso.date().refine((value) => /^(19|2\d)\d\d-/.test(value), "a day from 1900 to 2999");

/** Extracted data as somebody corrects it: the fields that change and no others; an address as a whole. */
export const correctedData = z
  .strictObject({
    firstName: text(200),
    lastName: text(200),
    dateOfBirth: day,
    address: z.strictObject({
      line1: text(200),
      line2: text(200).nullish(),
      city: text(200),
      state: text(100).nullish(),
      zip: text(32).nullish(),
      country: text(3).nullish(),
    }),
    documentNumber: text(64),
    nationality: text(3),
    gender: text(32),
    ssn: text(32),
    documentType: text(64),
    documentExpirationDate: day,
    documentIssuingState: text(64),
  })
  .partial()
  .refine((data) => Object.keys(data).length > 0, "at least one field");
export const correctInput = z.strictObject({
  extractedData: correctedData,
  reason: words.min(1).optional().meta({ description: "Kept as a note of the case." }),
  version,
});
export type CorrectInput = z.infer<typeof correctInput>;
export const correctedDto = z.object({
  sessionId: z.string(),
  status: z.enum(resultStatuses),
  extractedData: extractedDataDto.meta({
    description: "The corrected fields as they are now, the others as the caller may see them.",
  }),
  updatedAt: instant,
});
export type CorrectedDto = z.infer<typeof correctedDto>;

export const overrideParams = caseParams.extend({ policy: z.string().min(1).max(64) });
export const overrideInput = z.strictObject({
  passed: z.boolean(),
  reason: words.optional(),
  approves: z.boolean().default(true).meta({
    description: "Whether the case is approved, by whoever overrides, once nothing speaks against it.",
  }),
  reviewerId,
  version,
});
export type OverrideInput = z.infer<typeof overrideInput>;
export const overriddenDto = z.object({
  caseId: z.string(),
  policy: z.string(),
  status: z.enum(caseStatuses).meta({ description: "Of the case, after the outcome was looked at again." }),
});
export type OverriddenDto = z.infer<typeof overriddenDto>;
