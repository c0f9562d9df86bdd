import { z } from "zod";
import {
  blocklisting,
  caseDecisions,
  caseDto,
  caseParams,
  deskDto,
  rejectionReasonCodes,
  reviewerId,
  version,
  words,
} from "@/lib/cases/schema";
import { resubmitDocuments, resubmitReasons } from "@/lib/contract/resubmission";
import { caseStatuses, resultStatuses, sessionStatuses } from "@/lib/contract/vocabulary";
import { hitDto, screeningCheckDto } from "@/lib/screening/schema";

const instant = z.string().meta({ format: "date-time" });

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

/** What a reviewer does with a case: decides it, or asks the applicant for another picture first. */
export const snapshotDecisions = [...caseDecisions, "resubmission"] as const;

export { resubmitDocuments, resubmitReasons };

/** The longest message to the applicant. */
export const longestMessage = 500;

export const resubmitInput = z.strictObject({
  reviewerId,
  documents: z
    .array(z.enum(resubmitDocuments))
    .min(1)
    .max(resubmitDocuments.length)
    .refine((named) => new Set(named).size === named.length, "each document once"),
  reason: z.enum(resubmitReasons),
  message: words
    .max(longestMessage)
    .default("")
    .meta({ description: "For the applicant. Your system shows it; nothing is mailed." }),
  version,
});
export type ResubmitInput = z.infer<typeof resubmitInput>;

export const undoInput = z.strictObject({ reviewerId });

export const overrideParams = caseParams.extend({ policy: z.string().min(1).max(64) });

export const overrideInput = z.strictObject({
  passed: z.boolean(),
  reason: words.min(1).optional(),
  approves: z.boolean().default(true).meta({
    description: "Approves the case as the caller if no failed check, open hit or high risk remains.",
  }),
  reviewerId,
  version,
});

export type OverrideInput = z.infer<typeof overrideInput>;

export const overriddenDto = z.object({
  caseId: z.string(),
  policy: z.string(),
  status: z.enum(caseStatuses).meta({ description: "Status of the case after the override." }),
});

export type OverriddenDto = z.infer<typeof overriddenDto>;

const snapshotHead = z.object({
  id: z.string(),
  decision: z.enum(snapshotDecisions),
  isFinal: z.boolean(),
  decidedBy: z.string(),
  decidedAt: instant,
  undoneAt: instant.nullable(),
  settingsVersion: z.int(),
});

export const snapshotList = z.object({ data: z.array(snapshotHead) });

export type SnapshotListDto = z.infer<typeof snapshotList>;

export const snapshotParams = caseParams.extend({ snapshotId: z.string().min(1).max(128) });

/** The reviewer's screen at the moment of a decision. */
const snapshotDesk = deskDto.extend({
  images: z.array(z.object({ docType: z.string(), sha256: z.string().nullable() })),
});
export type SnapshotDesk = z.infer<typeof snapshotDesk>;

/** Before there were reason codes of hits, none was given. */
const storedHit = hitDto.extend({ reasonCode: hitDto.shape.reasonCode.default(null) });

/** Snapshots of earlier releases do not say what a check was compared with. */
const storedScreening = screeningCheckDto.extend({
  detail: screeningCheckDto.shape.detail.default(null),
  matchedAgainst: screeningCheckDto.shape.matchedAgainst.default([]),
  hits: z.array(storedHit),
});

/**
 * The screen as snapshots store it, those of earlier releases too. A field that came later has the value that was true
 * before it: no second review was blind, and no approval waited for hits.
 */
export const storedDesk = snapshotDesk.extend({
  approvalNeedsHits: z.boolean().default(false),
  reviewCase: caseDto.extend({ isBlind: z.boolean().default(false) }),
  screening: z.array(storedScreening),
});

/** A decision with the reviewer's screen; `desk` is null once the session has been redacted, and for API keys. */
export const snapshotDto = snapshotHead.extend({
  notes: z.string().nullable(),
  rejectionReason: z.string().nullable(),
  desk: snapshotDesk.nullable(),
  isUnreadable: z
    .boolean()
    .meta({ description: "Whether the stored screen cannot be read; `desk` is then null." }),
});

export type SnapshotDto = z.infer<typeof snapshotDto>;

/** The columns as they were before the decision, stored for the ten seconds in which it can be undone. */
export const beforeDecision = z.object({
  reviewCase: z.object({
    status: z.enum(caseStatuses),
    decision: z.enum(caseDecisions).nullable(),
    firstDecision: z.enum(caseDecisions).nullable(),
    firstReviewer: z.string().nullable(),
    firstCaller: z.string().nullable(),
    secondReviewer: z.string().nullable(),
    isDisputed: z.boolean(),
    escalatedTo: z.string().nullable(),
    resubmissions: z.int().optional(),
    resubmitAskedAt: instant.nullish(),
  }),
  session: z.object({
    status: z.enum(sessionStatuses),
    resultStatus: z.enum(resultStatuses).nullable(),
    terminalAt: instant.nullable(),
    tokenExpiresAt: instant.nullish(),
  }),
  result: z
    .object({
      status: z.enum(resultStatuses),
      processingMode: z.string().nullable(),
      rejectionReasonCode: z.string().nullable(),
    })
    .nullable(),
  identity: z
    .object({
      status: z.enum(["pending", "verified", "rejected", "redacted", "merged"]),
      lastVerifiedAt: instant.nullable(),
      firstVerifiedAt: instant.nullish(),
      updatedAt: instant.optional(),
    })
    .nullable(),
  /** The identity that the decision created. */
  madeIdentity: z.string().nullish(),
  /** The blocklist entries that the decision added. */
  blocked: z.array(z.string()),
});
export type Before = z.infer<typeof beforeDecision>;

/** The rejection reason from before the decision, stored encrypted. */
export const sealedBefore = z.object({ rejectionReason: z.string().nullish() });
