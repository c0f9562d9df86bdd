import { z } from "zod";

/** The events about an identity. */
export const identityEvents = {
  "api.identity.export": z.strictObject({ sessions: z.int() }),
  "identity.created": z.strictObject({}),
  "identity.tagged": z.strictObject({ added: z.int(), removed: z.int() }),
  "identity.archived": z.strictObject({}),
  "identity.restored": z.strictObject({}),
  "identity.redacted": z.strictObject({ reason: z.string().optional() }),
  "identity.flagged": z.strictObject({ reason: z.string() }),
  "identity.flag-removed": z.strictObject({ reason: z.string().nullable() }),
};
