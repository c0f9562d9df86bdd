import { z } from "zod";

const decided = z.strictObject({
  reviewerId: z.string(),
  decision: z.enum(["approved", "rejected"]),
  reasonCode: z.string().nullable(),
  snapshotId: z.string(),
  blocklisted: z.array(z.string()),
});

/** Who closed a case without a reviewer: the source of its session, or what decided a session here. */
export const caseClosers = ["source", "evaluation", "retry", "external-decision", "simulation"] as const;
export type CaseCloser = (typeof caseClosers)[number];

/** The events about a case. */
export const caseEvents = {
  "case.created": z.strictObject({ queue: z.string(), isDemo: z.boolean() }),
  "case.claimed": z.strictObject({ reviewerId: z.string(), how: z.enum(["claim", "next", "ahead"]) }),
  "case.released": z.strictObject({ reviewerId: z.string().nullable() }),
  "case.claim-lapsed": z.strictObject({ reviewerId: z.string().optional() }),
  "case.woken": z.strictObject({ reviewerId: z.string().optional() }),
  "case.assigned": z.strictObject({ assigneeId: z.string() }),
  "case.escalated": z.strictObject({ reviewerId: z.string(), escalatedTo: z.string().nullable() }),
  "case.snoozed": z.strictObject({
    reviewerId: z.string(),
    until: z.string(),
    event: z.string().nullable(),
  }),
  "case.recommended": decided,
  "case.disputed": decided,
  "case.approved": decided,
  "case.rejected": decided,
  "case.resubmission-requested": z.strictObject({
    reviewerId: z.string(),
    documents: z.array(z.string()),
    reason: z.string(),
    until: z.string(),
    snapshotId: z.string(),
  }),
  "case.closed": z.strictObject({ decision: z.enum(["approved", "rejected"]), by: z.enum(caseClosers) }),
  "case.resubmitted": z.strictObject({ attempt: z.int() }),
  "case.decision-undone": z.strictObject({ reviewerId: z.string(), snapshotId: z.string() }),
  "case.updated": z.strictObject({ fields: z.array(z.string()) }),
  "case.note-added": z.strictObject({ noteId: z.string() }),
  "case.opened": z.strictObject({ fields: z.array(z.string()) }),
  // Recorded before anything leaves. The sentences as codes, without their values.
  "case.brief-sent": z.strictObject({
    host: z.string(),
    model: z.string(),
    language: z.string(),
    codes: z.array(z.string()),
    sha256: z.string(),
  }),
  "case.fetched-ahead": z.strictObject({ fields: z.array(z.string()) }),
};
