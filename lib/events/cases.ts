import { z } from "zod";

const decided = z.strictObject({
  reviewerId: z.string(),
  decision: z.enum(["approved", "rejected"]),
  reasonCode: z.string().nullable(),
  snapshotId: z.string(),
  blocklisted: z.array(z.string()),
});

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
  "case.resubmitted": z.strictObject({ attempt: z.int() }),
  "case.decision-undone": z.strictObject({ reviewerId: z.string(), snapshotId: z.string() }),
  "case.updated": z.strictObject({ fields: z.array(z.string()) }),
  "case.note-added": z.strictObject({ noteId: z.string() }),
  "case.opened": z.strictObject({ fields: z.array(z.string()) }),
  "case.fetched-ahead": z.strictObject({ fields: z.array(z.string()) }),
};
