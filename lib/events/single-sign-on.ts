import { z } from "zod";

const changed = z.strictObject({
  changes: z.record(z.string(), z.strictObject({ before: z.json(), after: z.json() })),
});

/** The events of single sign-on and SCIM: a part of the types of events. */
export const singleSignOnEvents = {
  "sso.connection-created": z.strictObject({ kind: z.string(), issuer: z.string() }),
  "sso.connection-updated": changed,
  "sso.secret-replaced": z.strictObject({}),
  "sso.connection-deleted": z.strictObject({ endedSignIns: z.int() }),
  "sso.tested": z.strictObject({ how: z.enum(["check", "sign-in"]), success: z.boolean() }),
  "sso.domain-added": z.strictObject({ domain: z.string() }),
  "sso.domain-verified": z.strictObject({ domain: z.string() }),
  "sso.domain-moved": z.strictObject({ domain: z.string(), connectionId: z.string().nullable() }),
  "sso.domain-removed": z.strictObject({ domain: z.string() }),
  "sso.only-changed": changed.extend({ endedSignIns: z.int() }),
  "sso.member-linked": z.strictObject({ connectionId: z.string() }),
  "sso.signed-out": z.strictObject({ connectionId: z.string(), endedSignIns: z.int() }),
  "scim.token-created": z.strictObject({ prefix: z.string() }),
  "scim.token-revoked": z.strictObject({ prefix: z.string() }),
  "scim.user-changed": z.strictObject({ fields: z.array(z.string()) }),
  "scim.group-created": z.strictObject({ name: z.string(), members: z.int() }),
  "scim.group-changed": z.strictObject({ name: z.string(), added: z.int(), removed: z.int() }),
  "scim.group-deleted": z.strictObject({ name: z.string() }),
  "member.returned": z.strictObject({ roles: z.array(z.string()) }),
  "sso.roles-kept": z.strictObject({ wanted: z.array(z.string()), kept: z.array(z.string()) }),
  "sso.refused": z.strictObject({ why: z.string(), words: z.string().nullable() }),
} as const;
