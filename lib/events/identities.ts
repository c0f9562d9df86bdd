import { z } from "zod";

/** The events about an identity. */
export const identityEvents = {
  "api.identity.export": z.strictObject({ sessions: z.int() }),
  "identity.created": z.strictObject({}),
  "identity.tagged": z.strictObject({ added: z.int(), removed: z.int() }),
  "identity.archived": z.strictObject({}),
  "identity.restored": z.strictObject({}),
  "identity.updated": z.strictObject({ fields: z.array(z.string()) }),
  /** Of the identity that remains. */
  "identity.merged": z.strictObject({
    merged: z.array(z.string()),
    sessions: z.int(),
    holds: z.int(),
    flagMoved: z.boolean(),
    /** The flags of merged identities that did not remain. */
    flagsDropped: z.array(z.strictObject({ identityId: z.string(), reason: z.string() })),
  }),
  /** Of each identity that went into another. */
  "identity.merged-into": z.strictObject({ into: z.string() }),
  "identity.redacted": z.strictObject({ reason: z.string().optional() }),
  "identity.flagged": z.strictObject({ reason: z.string() }),
  "identity.flag-removed": z.strictObject({ reason: z.string().nullable() }),
};
