import { z } from "zod";

const link = z.strictObject({ linkId: z.string(), expiresAt: z.string() });

/** Events of sessions: where they came from, what changed them, and how their capture went. */
export const sessionEvents = {
  "session.created": z.strictObject({ prefilled: z.int() }),
  "session.link-generated": link,
  "session.resumed": link,
  "session.expired": z.strictObject({ by: z.enum(["request", "time"]) }),
  "session.document-uploaded": z.strictObject({
    docType: z.string(),
    mimeType: z.string(),
    sizeBytes: z.int(),
    isReplaced: z.boolean(),
  }),
  "session.consented": z.strictObject({ linkId: z.string(), version: z.string(), language: z.string() }),
  "session.submitted": z.strictObject({ runId: z.string(), documents: z.array(z.string()) }),
  "session.evaluated": z.strictObject({
    runId: z.string(),
    workflowVersion: z.int().nullable(),
    status: z.string(),
    result: z.string().nullable(),
  }),
  "session.reprocessed": z.strictObject({
    runId: z.string(),
    policy: z.string().nullable(),
    /** The result that is gone until the new one is there. */
    replaced: z.strictObject({ status: z.string(), reasonCode: z.string().nullable() }).optional(),
  }),
  "session.external-decision": z.strictObject({ runId: z.string(), decision: z.string() }),
  "session.simulated": z.strictObject({ action: z.string() }),
  "session.invite-sent": z.strictObject({ count: z.int() }),
  "session.imported": z.strictObject({
    outcome: z.enum(["created", "updated"]),
    source: z.string(),
    images: z.int(),
  }),
  "session.updated": z.strictObject({ fields: z.array(z.string()) }),
  "session.tagged": z.strictObject({ added: z.int(), removed: z.int() }),
  "session.blocked": z.strictObject({ kinds: z.array(z.string()) }),
} as const;
