import { z } from "zod";

/** The events of members and their accounts: a part of the types of events. */
export const memberEvents = {
  "member.joined": z.strictObject({ roles: z.array(z.string()) }),
  "member.invited": z.strictObject({ roles: z.array(z.string()) }),
  "member.invitation-revoked": z.strictObject({}),
  "member.roles-changed": z.strictObject({
    before: z.array(z.string()),
    after: z.array(z.string()),
    releasedCases: z.int(),
    returnedRequests: z.int().optional(),
    revokedInvitations: z.int(),
    revokedPasswordLinks: z.int().optional(),
  }),
  "member.removed": z.strictObject({
    roles: z.array(z.string()),
    releasedCases: z.int(),
    returnedRequests: z.int().optional(),
    revokedInvitations: z.int(),
    revokedPasswordLinks: z.int().optional(),
  }),
  "member.password-link-made": z.strictObject({}),
  "member.password-changed": z.strictObject({
    how: z.enum(["current-password", "link"]),
    endedSignIns: z.int(),
  }),
  "member.second-factor-added": z.strictObject({}),
  "member.passkey-added": z.strictObject({ passkeyId: z.string() }),
  "member.passkey-removed": z.strictObject({ passkeyId: z.string() }),
  "member.signed-out": z.strictObject({ ended: z.int() }),
  "member.second-factor-removed": z.strictObject({ by: z.enum(["member", "admin", "command-line"]) }),
  "member.recovery-codes-made": z.strictObject({ count: z.int() }),
} as const;
