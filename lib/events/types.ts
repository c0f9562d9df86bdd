import { z } from "zod";
import { caseEvents } from "@/lib/events/cases";
import { identityEvents } from "@/lib/events/identities";
import { listEvents } from "@/lib/events/lists";
import { memberEvents } from "@/lib/events/members";
import { requestEvents } from "@/lib/events/requests";
import { sessionEvents } from "@/lib/events/sessions";
import { singleSignOnEvents } from "@/lib/events/single-sign-on";
import { sourceEvents } from "@/lib/events/sources";

const empty = z.strictObject({});
const redaction = z.strictObject({
  documentsRemoved: z.int(),
  reason: z.string().optional(),
  bulk: z.boolean(),
  redactionId: z.string().optional(),
});
const listEntry = z.strictObject({ listId: z.string(), entryId: z.string(), kind: z.string() });
const keyLimits = {
  scopes: z.array(z.string()),
  allowedIps: z.array(z.string()),
  expiresAt: z.string().nullable(),
};
const documentTypes = z.strictObject({
  docTypes: z.array(z.string()),
  variant: z.string(),
  /** The case of another session that they were compared for. */
  comparedFor: z.string().optional(),
});

/**
 * Every type of event, and its metadata. Metadata contains names of fields, counts and settings, never personal data
 * of a session's subject.
 */
export const auditEvents = {
  "sign-in.succeeded": z.strictObject({
    secondFactor: z.enum(["app", "recovery-code", "passkey"]).optional(),
    connectionId: z.string().optional(),
  }),
  "sign-in.refused": z.strictObject({
    secondFactor: z.literal("wrong").optional(),
    ssoOnly: z.literal(true).optional(),
  }),
  "sign-in.throttled": empty,
  "sign-in.ended": z.strictObject({ everywhere: z.boolean(), signInId: z.string().optional() }),
  "organization.created": empty,
  "organization.moved": z.strictObject({ from: z.int(), to: z.int() }),
  ...memberEvents,
  "api-key.created": z.strictObject(keyLimits),
  "api-key.cloned": z.strictObject({ ...keyLimits, clonedFrom: z.string() }),
  "api-key.updated": z.strictObject({
    fields: z.array(z.string()),
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
  }),
  "api-key.revoked": empty,
  "access.denied": z.strictObject({ detail: z.string() }),
  ...sessionEvents,
  ...sourceEvents,
  "session.redacted": redaction,
  "api.session.export": z.strictObject({ documents: z.int() }),
  "pii.revealed": z.strictObject({ fields: z.array(z.string()) }),
  "document.viewed": documentTypes,
  "document.fetched": z.strictObject({ docType: z.string(), variant: z.string(), isExport: z.boolean() }),
  "document.fetched-ahead": documentTypes,
  "record.damaged": z.strictObject({ kind: z.string(), id: z.string() }),
  "pii.read": z.strictObject({ what: z.string(), fields: z.array(z.string()) }),
  "search.by-person": z.strictObject({ digest: z.string(), kinds: z.array(z.string()), found: z.int() }),
  "search.lists": z.strictObject({ digest: z.string(), kinds: z.array(z.string()), found: z.int() }),
  "search.by-document-number": z.strictObject({ digest: z.string(), found: z.int() }),
  "mcp.called": z.strictObject({ status: z.int(), reason: z.string().optional() }),
  "access.failed": z.strictObject({
    door: z.enum(["api_key", "signed_url", "sign_in", "scim"]),
    why: z.string(),
  }),
  ...caseEvents,
  "result.pii-corrected": z.strictObject({ fields: z.array(z.string()) }),
  "check.overridden": z.strictObject({ policy: z.string(), passed: z.boolean(), attempt: z.int() }),
  "screening.check-run": z.strictObject({
    checkId: z.string(),
    checkType: z.string(),
    status: z.string(),
    hits: z.int(),
    isRerun: z.boolean(),
  }),
  "screening.check-redacted": z.strictObject({ checkId: z.string(), reason: z.string().optional() }),
  "screening.check-tagged": z.strictObject({ checkId: z.string(), added: z.int(), removed: z.int() }),
  "screening.monitoring-changed": z.strictObject({ checkIds: z.array(z.string()), enabled: z.boolean() }),
  "screening.hits-arrived": z.strictObject({ hits: z.int() }),
  "screening.hits-resolved": z.strictObject({
    resolution: z.enum(["dismissed", "confirmed", "reopened"]),
    hits: z.int(),
    reasonCode: z.string().nullable(),
  }),
  ...requestEvents,
  "task.dismissed": z.strictObject({ task: z.string() }),
  "certificate.issued": z.strictObject({ page: z.int(), sessions: z.int(), sha256: z.string() }),
  "letter.wording-saved": z.strictObject({
    letter: z.string(),
    law: z.string(),
    language: z.string(),
    version: z.int(),
    changes: z.array(
      z.strictObject({ name: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
    ),
  }),
  "letter.downloaded": z.strictObject({ pages: z.int() }),
  "erasures.replayed": z.strictObject({ keys: z.int() }),
  "audit.end-accepted": z.strictObject({ seal: z.int(), known: z.int(), knownHash: z.string() }),
  "erasures.ledger-accepted": z.strictObject({ lines: z.int() }),
  "package.requested": z.strictObject({ packageId: z.string() }),
  "package.built": z.strictObject({ packageId: z.string(), files: z.int(), sha256: z.string() }),
  "package.downloaded": z.strictObject({ packageId: z.string() }),
  "package.link-created": z.strictObject({
    packageId: z.string(),
    linkId: z.string(),
    expiresAt: z.string(),
  }),
  "package.link-revoked": z.strictObject({ linkId: z.string() }),
  "package.delivered": z.strictObject({ packageId: z.string(), linkId: z.string(), sha256: z.string() }),
  "session.restricted": z.strictObject({ until: z.string().nullable(), rule: z.string() }),
  "session.restriction-lifted": z.strictObject({ requestId: z.string() }),
  "session.restricted-opened": z.strictObject({ reason: z.string() }),
  "session.sensitive-expired": empty,
  "session.retention-expired": z.strictObject({ documentsRemoved: z.int() }),
  "retention.served": z.strictObject({
    deliveries: z.int(),
    links: z.int(),
    packages: z.int(),
    requests: z.int(),
  }),
  ...identityEvents,
  "redaction.requested": z.strictObject({ total: z.int(), by: z.enum(["selection", "filter"]) }),
  "redaction.paused": empty,
  "redaction.resumed": empty,
  "redaction.stopped": empty,
  "redaction.finished": z.strictObject({
    deleted: z.int(),
    alreadyRedacted: z.int(),
    held: z.int(),
    failed: z.int(),
  }),
  "hold.placed": z.strictObject({ holdId: z.string(), reviewOn: z.string() }),
  "hold.reviewed": z.strictObject({ holdId: z.string(), before: z.string(), after: z.string() }),
  "hold.released": z.strictObject({ holdId: z.string() }),
  "list.entry-added": listEntry,
  "list.entry-removed": listEntry.extend({ reasonCode: z.string().optional() }),
  "settings.updated": z.strictObject({
    changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
  }),
  "webhook.endpoint-created": z.strictObject({ events: z.array(z.string()) }),
  "webhook.endpoint-updated": z.strictObject({
    fields: z.array(z.string()),
    enabled: z.boolean().optional(),
  }),
  "webhook.endpoint-deleted": z.strictObject({ abandoned: z.int() }),
  "webhook.endpoint-disabled": z.strictObject({ failedInARow: z.int() }),
  "webhook.secret-rotated": empty,
  "webhook.tested": z.strictObject({ httpStatus: z.int().nullable(), failure: z.string().nullable() }),
  "webhook.deliveries-retried": z.strictObject({ deliveries: z.int() }),
  ...singleSignOnEvents,
  ...listEvents,
  "audit.verification-requested": empty,
  "audit.verified": z.strictObject({ isSound: z.boolean(), seals: z.int(), events: z.int() }),
  "audit.exported": empty,
  "audit.pruned": z.strictObject({ throughSeal: z.int(), events: z.int() }),
  "key.master-rotated": z.strictObject({ organizationKeys: z.int() }),
} as const;

export type AuditEventType = keyof typeof auditEvents;

export type AuditEventInput = {
  [Type in AuditEventType]: {
    type: Type;
    metadata: z.infer<(typeof auditEvents)[Type]>;
    resource?: {
      type:
        | "session"
        | "case"
        | "document"
        | "settings"
        | "member"
        | "invitation"
        | "organization"
        | "list"
        | "watchlist"
        | "request"
        | "identity"
        | "redaction"
        | "api_key"
        | "webhook"
        | "source"
        | "sso_connection"
        | "scim_group"
        | "tool";
      id: string;
    };
  };
}[AuditEventType];
