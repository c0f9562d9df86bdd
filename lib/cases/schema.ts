import { z } from "zod";
import { checkDto, fieldRowDto } from "@/lib/checks/schema";
import { customMap, storedMap } from "@/lib/contract/metadata";
import { resubmissionAsked } from "@/lib/contract/resubmission";
import { caseStatuses, riskLevels, unreadSources } from "@/lib/contract/vocabulary";
import { expiryDto, mrzDto } from "@/lib/documents/schema";
import { isStorable, storable } from "@/lib/format/text";
import { blockables } from "@/lib/lists/schema";
import { screeningCheckDto } from "@/lib/screening/schema";
import { originDto, sessionDto } from "@/lib/sessions/schema";
import { signalDto } from "@/lib/signals/schema";

export const caseTabs = ["unassigned", "mine", "pending_second_review", "escalated", "all"] as const;
export type CaseTab = (typeof caseTabs)[number];
export const casePriorities = ["low", "normal", "high", "urgent"] as const;
export const caseDecisions = ["approved", "rejected"] as const;
export const snoozeEvents = ["document_added"] as const;
export const slaStates = ["on_track", "approaching", "overdue"] as const;
export type SlaState = (typeof slaStates)[number];

/** Rejection reasons, as the result states them. Further codes of a source are shown unchanged. */
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

/** A review case: the contract's ten fields first, then our own. */
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
  isBlind: z.boolean().meta({
    description:
      "The first decision and its notes are hidden until the caller has made the second, because the settings require it.",
  }),
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
  resubmitAskedAt: instant.nullish().meta({
    description: "Since when the case waits for other pictures; null while it does not.",
  }),
  sla: z.enum(slaStates),
  ageMinutes: z.int().meta({ description: "Minutes in review, until decided." }),
  version: z.int(),
  metadata: storedMap,
  customFields: storedMap,
});
export type CaseDto = z.infer<typeof caseDto>;

const authorTypes = ["api", "org"] as const;
export const noteDto = z.object({
  id: z.string(),
  author: z.string().nullable(),
  content: z
    .string()
    .nullable()
    .meta({ description: "Null after a redaction, or if the role may not read it." }),
  createdAt: z.string().nullable(),
  authorName: z
    .string()
    .nullish()
    .meta({ description: "Like `author`; absent in decisions of earlier releases." }),
  authorType: z.enum(authorTypes).nullish().meta({ description: "Null if a source brought the note." }),
});
export const addedNoteDto = z.object({
  id: z.string(),
  authorName: z.string(),
  authorType: z.enum(authorTypes),
  content: z.string().nullable(),
  createdAt: instant,
});
export const noteList = z.object({ data: z.array(noteDto) });

/** The review case of a session with its notes, oldest first. */
export const sessionCaseDto = z.object({ reviewCase: caseDto.nullable(), notes: z.array(noteDto) });
export type SessionCaseDto = z.infer<typeof sessionCaseDto>;

/** Why a case is in its queue, and for each member whether they could claim it. */
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

export type FieldRowDto = z.infer<typeof fieldRowDto>;

export const blocklisting = z
  .union([z.boolean(), z.array(z.enum(blockables)).max(blockables.length)])
  .meta({ description: "`true` for all identifiers of the session, or a list of those to block." });

/** The rejection that a first decision recommends, as its snapshot stores it. */
export const storedRejection = z.object({
  reasonCode: z.enum(rejectionReasonCodes).optional(),
  addToBlocklist: blocklisting.optional(),
});

/** Everything that a reviewer weighs, except images. */
export const deskDto = z.object({
  reviewCase: caseDto,
  session: sessionDto,
  origin: originDto
    .extend({
      identityId: z.string().nullable(),
      isIdentityFlagged: z.boolean().optional().meta({ description: "Absent in earlier decisions." }),
      rule: z.string().nullable().meta({ description: "The rule that put the case into its queue." }),
      grounds: z.array(z.string()),
    })
    .optional()
    .meta({ description: "Where the session came from; absent in decisions of earlier releases." }),
  isOpen: z
    .boolean()
    .meta({ description: "Whether values are shown unmasked, because the caller has claimed the case." }),
  isDualReview: z.boolean(),
  approvalNeedsHits: z.boolean(),
  refusal: z
    .string()
    .nullable()
    .meta({ description: "Why the caller cannot decide the case; null if they can." }),
  fields: z.array(fieldRowDto),
  mrz: mrzDto.nullable(),
  expiry: expiryDto,
  unreadSources: z.array(z.enum(unreadSources)).optional().meta({
    description: "Sources that are present and cannot be read; absent in decisions of earlier releases.",
  }),
  checks: z.array(checkDto),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  recommendedAction: z.string().nullable(),
  signals: z.array(signalDto.extend({ explanation: z.string() })),
  screening: z.array(screeningCheckDto),
  notes: z.array(noteDto),
  resubmission: resubmissionAsked
    .extend({
      message: z.string().nullable(),
      by: z.string(),
      askedAt: instant,
      isAnswered: z.boolean().meta({ description: "Whether new pictures have arrived since." }),
    })
    .nullish()
    .meta({ description: "What the applicant was last asked for; absent if they never were." }),
  proposedRejection: z
    .object({
      by: z.string(),
      reasonCode: z.enum(rejectionReasonCodes).nullable(),
      reason: z.string().nullable(),
      addToBlocklist: blocklisting,
      isUnreadable: z.boolean().optional().meta({
        description: "Whether the stored reason code and blocklisting cannot be read; absent if they can.",
      }),
    })
    .nullish()
    .meta({ description: "The rejection that the first decision recommends; absent without one." }),
});
export type DeskDto = z.infer<typeof deskDto>;

/** The member who acts. An API key must name one; a person can only name themselves. */
export const reviewerId = z.string().max(128).optional().meta({
  description: "The member whom the call acts for; required with an API key, otherwise the caller.",
});

/** The version that the caller read; a decision on an older version is refused. */
export const version = z.int().optional();

export const createCaseInput = z.strictObject({ sessionId: z.string().min(1).max(128) });

export const assignInput = z.strictObject({ assigneeId: z.string().min(1).max(128), version });

const text = z.string().trim().refine(isStorable, storable);
export const words = text.max(4_000);

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

export const updateCaseInput = z.strictObject({
  metadata: customMap.optional(),
  customFields: customMap.optional(),
  tags: z.array(z.string().trim().min(1).max(100).refine(isStorable, storable)).max(50).optional(),
  priority: z.enum(casePriorities).optional(),
  version,
});

export type UpdateCaseInput = z.infer<typeof updateCaseInput>;

export const noteInput = z.strictObject({ content: text.min(1).max(10_000) });
