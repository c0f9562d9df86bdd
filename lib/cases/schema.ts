import { z } from "zod";
import { checkDto, fieldRowDto, unreadSources } from "@/lib/checks/schema";
import { expiryDto, mrzDto } from "@/lib/documents/schema";
import { page } from "@/lib/http/pagination";
import { blockables } from "@/lib/lists/schema";
import { screeningCheckDto } from "@/lib/screening/schema";
import { caseStatuses, riskLevels, sessionDto } from "@/lib/sessions/schema";
import { signalDto } from "@/lib/signals/schema";

export const caseTabs = ["unassigned", "mine", "pending_second_review", "escalated", "all"] as const;
export type CaseTab = (typeof caseTabs)[number];
export const casePriorities = ["low", "normal", "high", "urgent"] as const;
export const caseDecisions = ["approved", "rejected"] as const;
export const snoozeEvents = ["document_added"] as const;
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
  isBlind: z.boolean().meta({
    description:
      "The first opinion and its notes are hidden until the caller has given the second (setting).",
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
  sla: z.enum(slaStates),
  ageMinutes: z.int().meta({ description: "Minutes in review, until decided." }),
  version: z.int(),
});
export type CaseDto = z.infer<typeof caseDto>;

/** A case as a row of the queue. */
export const queueRowDto = caseDto.extend({
  subject: z.string().nullable().meta({
    description:
      "Masked; null when redacted or for API keys; `unreadable` when what is stored does not open.",
  }),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  signals: z.array(z.string()).meta({ description: "The heaviest three, by type." }),
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

export type FieldRowDto = z.infer<typeof fieldRowDto>;

export const blocklisting = z
  .union([z.boolean(), z.array(z.enum(blockables)).max(blockables.length)])
  .meta({ description: "true for all identifiers the session has, or which." });

/** Everything a reviewer weighs, images aside. */
export const deskDto = z.object({
  reviewCase: caseDto,
  session: sessionDto,
  isOpen: z.boolean().meta({ description: "Whether values are shown in clear: the caller holds the case." }),
  isDualReview: z.boolean(),
  approvalNeedsHits: z.boolean(),
  refusal: z
    .string()
    .nullable()
    .meta({ description: "Why the caller may not decide it; null when they may." }),
  fields: z.array(fieldRowDto),
  mrz: mrzDto.nullable(),
  expiry: expiryDto,
  unreadSources: z
    .array(z.enum(unreadSources))
    .optional()
    .meta({ description: "Sources that came and cannot be read; absent in decisions of earlier releases." }),
  checks: z.array(checkDto),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  recommendedAction: z.string().nullable(),
  signals: z.array(signalDto.extend({ explanation: z.string() })),
  screening: z.array(screeningCheckDto),
  notes: z.array(noteDto),
  proposedRejection: z
    .object({
      by: z.string(),
      reasonCode: z.enum(rejectionReasonCodes).nullable(),
      reason: z.string().nullable(),
      addToBlocklist: blocklisting,
    })
    .nullish()
    .meta({ description: "What an earlier opinion would reject it for; absent where nobody would." }),
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

/** A decision with what was on the screen; `desk` is null once the session has been redacted, and for API keys. */
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
