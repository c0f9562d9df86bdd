import { z } from "zod";

const empty = z.strictObject({});
const redaction = z.strictObject({
  documentsRemoved: z.int(),
  reason: z.string().optional(),
  bulk: z.boolean(),
});
const documentTypes = z.strictObject({ docTypes: z.array(z.string()), variant: z.string() });

/**
 * Every event the log may hold, and what it may say. Metadata names fields, counts and settings; it never holds
 * personal data of a session's subject.
 */
export const auditEvents = {
  "sign-in.succeeded": empty,
  "sign-in.refused": empty,
  "sign-in.ended": z.strictObject({ everywhere: z.boolean() }),
  "member.joined": z.strictObject({ roles: z.array(z.string()) }),
  "access.denied": z.strictObject({ detail: z.string() }),
  "session.imported": z.strictObject({
    outcome: z.enum(["created", "updated"]),
    source: z.string(),
    images: z.int(),
  }),
  "session.redacted": redaction,
  "api.session.export": z.strictObject({ documents: z.int() }),
  "pii.revealed": z.strictObject({ fields: z.array(z.string()) }),
  "document.viewed": documentTypes,
  "settings.updated": z.strictObject({
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
  }),
  "key.master-rotated": z.strictObject({ organizationKeys: z.int() }),
} as const;

export type AuditEventType = keyof typeof auditEvents;

export type AuditEventInput = {
  [Type in AuditEventType]: {
    type: Type;
    metadata: z.infer<(typeof auditEvents)[Type]>;
    resource?: { type: "session" | "document" | "settings" | "member" | "organization"; id: string };
  };
}[AuditEventType];
