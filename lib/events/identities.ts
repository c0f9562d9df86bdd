import { z } from "zod";

/** The events about an identity. */
export const identityEvents = {
  "api.identity.export": z.strictObject({ sessions: z.int() }),
  "identity.redacted": z.strictObject({ reason: z.string().optional() }),
  "identity.flagged": z.strictObject({ reason: z.string() }),
  "identity.flag-removed": z.strictObject({ reason: z.string().nullable() }),
};
