import { z } from "zod";

const link = z.strictObject({ linkId: z.string(), expiresAt: z.string() });

/** Events of sessions: where they came from, what changed them, and how their capture went. */
export const sessionEvents = {
  "session.created": z.strictObject({ prefilled: z.int() }),
  "session.link-generated": link,
  "session.resumed": link,
  "session.expired": z.strictObject({ by: z.enum(["request", "time"]) }),
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
