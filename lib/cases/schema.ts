import { z } from "zod";
import { checkDto, comparedFields, fieldSources } from "@/lib/checks/schema";
import { page, pageQuery } from "@/lib/http/pagination";
import { screeningCheckDto } from "@/lib/screening/schema";
import {
  caseStatuses,
  extractedDataDto,
  resultStatuses,
  riskLevels,
  sessionDto,
} from "@/lib/sessions/schema";
import { signalDto } from "@/lib/signals/schema";

export const caseTabs = ["unassigned", "mine", "pending_second_review", "escalated", "all"] as const;
export type CaseTab = (typeof caseTabs)[number];
export const casePriorities = ["low", "normal", "high", "urgent"] as const;
export const caseDecisions = ["approved", "rejected"] as const;
export const snoozeEvents = ["document_added", "webhook_answered"] as const;
export const slaStates = ["on_track", "approaching", "overdue"] as const;
export type SlaState = (typeof slaStates)[number];

/** Why somebody is rejected, as the result says it too. Codes that sources send in addition are shown as they are. */
export const rejectionReasonCodes = [
  "document_unreadable",
  "document_expired",
  "document_unsupported",
  "document_tampered",
  "face_mismatch",
  "liveness_failed",
  "underage",
  "watchlist_match",
  "high_risk",
  "duplicate_identity",
  "blocklist_match",
  "data_mismatch",
  "fraud_suspected",
  "other",
] as const;
export type RejectionReasonCode = (typeof rejectionReasonCodes)[number];

export const caseParams = z.object({
  caseId: z.string().min(1).max(128).meta({ description: "Review case id, opaque (`rvc_…`)." }),
});

const instant = z.string().meta({ format: "date-time" });

/** A review case: the contract's ten fields first, then ours. */
export const caseDto = z.object({
  id: z.string(),
  sessionId: z.string(),
  status: z.enum(caseStatuses),
  createdAt: instant,
  decision: z.enum(caseDecisions).nullable(),
  assignedTo: z.string().nullable(),
  claimedAt: instant.nullable(),
  enteredReviewAt: instant.nullable(),
  decidedAt: instant.nullable(),
  assigneeName: z.string().nullable(),
  claimExpiresAt: instant.nullable(),
  decidedBy: z.string().nullable(),
  firstDecision: z.enum(caseDecisions).nullable(),
  firstReviewer: z.string().nullable(),
  firstReviewerName: z.string().nullable(),
  isDisputed: z.boolean(),
  escalatedTo: z.string().nullable(),
  escalatedToName: z.string().nullable(),
  priority: z.enum(casePriorities),
  tags: z.array(z.string()),
  queue: z.string(),
  snoozedUntil: instant.nullable(),
  snoozeEvent: z.string().nullable(),
  isDemo: z.boolean(),
  sla: z.enum(slaStates),
  ageMinutes: z.int().meta({ description: "Minutes in review, until decided." }),
  version: z.int(),
});
export type CaseDto = z.infer<typeof caseDto>;

/** A case as a row of the queue. */
export const queueRowDto = caseDto.extend({
  subject: z.string().nullable().meta({ description: "Masked; null when redacted or for API keys." }),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  signals: z.array(z.string()).meta({ description: "The heaviest three, by type." }),
  documentType: z.string().nullable(),
  country: z.string().nullable(),
});
export type QueueRowDto = z.infer<typeof queueRowDto>;
export const casePage = page(queueRowDto);
export type CasePage = z.infer<typeof casePage>;

const splitList = (text: string) => [...new Set(text.split(",").filter(Boolean))];
const anyOf = <T extends readonly [string, ...string[]]>(members: T) =>
  z
    .string()
    .max(500)
    .transform(splitList)
    .pipe(z.array(z.enum(members)).max(20))
    .optional();

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

export const tabCountsDto = z.object({
  unassigned: z.int(),
  mine: z.int(),
  pendingSecondReview: z.int(),
  escalated: z.int(),
  all: z.int(),
});
export type TabCountsDto = z.infer<typeof tabCountsDto>;

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
});
export const assignInput = z.strictObject({ assigneeId: z.string().min(1).max(128), version });

const words = z.string().trim().max(4_000);
const blockable = ["document_number", "device", "email", "phone", "face_reference"] as const;

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
  addToBlocklist: z
    .union([z.boolean(), z.array(z.enum(blockable)).max(blockable.length)])
    .default(false)
    .meta({ description: "true for all identifiers the session has, or which." }),
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
  tags: z.array(z.string().trim().min(1).max(100)).max(50).optional(),
  priority: z.enum(casePriorities).optional(),
  version,
});
export type UpdateCaseInput = z.infer<typeof updateCaseInput>;

export const noteInput = z.strictObject({ content: z.string().trim().min(1).max(10_000) });
export const undoInput = z.strictObject({ reviewerId });

export const noteDto = z.object({
  id: z.string(),
  author: z.string().nullable(),
  content: z
    .string()
    .nullable()
    .meta({ description: "Null when it is redacted or the role may not read it." }),
  createdAt: z.string().nullable(),
});
export const addedNoteDto = z.object({
  id: z.string(),
  authorName: z.string(),
  authorType: z.enum(["api", "org"]),
  content: z.string().nullable(),
  createdAt: instant,
});
export const noteList = z.object({ data: z.array(noteDto) });

/** The review case of a session with its notes, oldest first. */
export const sessionCaseDto = z.object({ reviewCase: caseDto.nullable(), notes: z.array(noteDto) });
export type SessionCaseDto = z.infer<typeof sessionCaseDto>;

/** Why a case is where it is, and for each member whether they could take it. */
export const routingDto = z.object({
  queue: z.string(),
  rule: z.string().nullable(),
  grounds: z.array(z.string()),
  members: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      canTake: z.boolean(),
      because: z.string().nullable(),
    }),
  ),
});
export type RoutingDto = z.infer<typeof routingDto>;

/** One field as every source has it. */
export const fieldRowDto = z.object({
  field: z.enum(comparedFields),
  shown: z.string().nullable(),
  sources: z.array(z.object({ source: z.enum(fieldSources), value: z.string() })),
  verdict: z.enum(["match", "mismatch", "single", "missing"]),
  reason: z.string().nullable(),
});
export type FieldRowDto = z.infer<typeof fieldRowDto>;

/** Everything a reviewer weighs, images aside. */
export const deskDto = z.object({
  reviewCase: caseDto,
  session: sessionDto,
  isOpen: z.boolean().meta({ description: "Whether values are shown in clear: the caller holds the case." }),
  isDualReview: z.boolean(),
  refusal: z
    .string()
    .nullable()
    .meta({ description: "Why the caller may not decide it; null when they may." }),
  fields: z.array(fieldRowDto),
  mrz: z
    .object({
      format: z.string(),
      isValid: z.boolean(),
      checks: z.array(z.object({ field: z.string(), isValid: z.boolean() })),
      lines: z.array(z.string()),
    })
    .nullable(),
  expiry: z.object({
    state: z.enum(["valid", "expired", "expires_soon", "unknown"]),
    detail: z.string().nullable(),
  }),
  checks: z.array(checkDto),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  recommendedAction: z.string().nullable(),
  signals: z.array(signalDto.extend({ explanation: z.string() })),
  screening: z.array(screeningCheckDto),
  notes: z.array(noteDto),
});
export type DeskDto = z.infer<typeof deskDto>;

const snapshotHead = z.object({
  id: z.string(),
  decision: z.enum(caseDecisions),
  isFinal: z.boolean(),
  decidedBy: z.string(),
  decidedAt: instant,
  undoneAt: instant.nullable(),
  settingsVersion: z.int(),
});
export const snapshotList = z.object({ data: z.array(snapshotHead) });
export type SnapshotListDto = z.infer<typeof snapshotList>;
export const snapshotParams = caseParams.extend({ snapshotId: z.string().min(1).max(128) });

/** A decision with what was on the screen; `desk` is null once the session has been redacted. */
export const snapshotDto = snapshotHead.extend({
  notes: z.string().nullable(),
  rejectionReason: z.string().nullable(),
  desk: deskDto
    .extend({ images: z.array(z.object({ docType: z.string(), sha256: z.string().nullable() })) })
    .nullable(),
});
export type SnapshotDto = z.infer<typeof snapshotDto>;

export const linkKinds = [
  "document_number",
  "name_and_birth_date",
  "email",
  "phone",
  "device",
  "address",
  "ip_address",
  "face_reference",
] as const;

/** Another session that shares something with this one. */
export const linkDto = z.object({
  sessionId: z.string(),
  kinds: z.array(z.enum(linkKinds)),
  createdAt: instant,
  status: z.string(),
  resultStatus: z.string().nullable(),
  riskScore: z.int().nullable(),
  caseId: z.string().nullable(),
  caseStatus: z.enum(caseStatuses).nullable(),
  subject: z.string().nullable(),
  externalRef: z.string().nullable(),
});
export type LinkDto = z.infer<typeof linkDto>;
export const linkList = z.object({
  data: z.array(linkDto),
  totals: z
    .array(z.object({ kind: z.enum(linkKinds), count: z.int() }))
    .meta({ description: "Sessions that share each thing, counted up to 1000." }),
});
export type LinkListDto = z.infer<typeof linkList>;

const text = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((value) => value.isWellFormed() && !value.includes("\0"), "text without NUL or lone surrogates");
const day = z.iso.date().refine((value) => /^(19|2\d)\d\d-/.test(value), "a day from 1900 to 2999");

/** Extracted data as somebody corrects it: the fields that change and no others; an address as a whole. */
const correctedData = z
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
export const correctInput = z.strictObject({ extractedData: correctedData, version });
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
