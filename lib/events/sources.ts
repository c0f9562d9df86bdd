import { z } from "zod";

/** Events of sources: who connected which vendor, and what was changed. No credentials stand in them. */
export const sourceEvents = {
  "source.created": z.strictObject({ vendor: z.string(), name: z.string(), baseUrl: z.string() }),
  "source.updated": z.strictObject({ fields: z.array(z.string()) }),
  "source.credentials-replaced": z.strictObject({
    what: z.array(z.enum(["credentials", "notice"])),
    /** The address that they are for now. */
    baseUrl: z.string(),
  }),
  "source.paused": z.strictObject({}),
  "source.resumed": z.strictObject({}),
  "source.removed": z.strictObject({ name: z.string(), sessions: z.int() }),
  "source.tested": z.strictObject({ reached: z.boolean(), keyAccepted: z.boolean().nullable() }),
  "source.reported": z.strictObject({
    source: z.string(),
    kind: z.enum(["decision", "redaction"]),
    decision: z.string().nullable(),
  }),
  "source.reports-retried": z.strictObject({ reports: z.int() }),
  /** A mapping is applied again to what is kept of so many sessions. */
  "source.remap-started": z.strictObject({ sessions: z.int() }),
  "source.remapped": z.strictObject({
    looked: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    leftAlone: z.int(),
    unreadable: z.int(),
  }),
  "source.fetch-asked": z.strictObject({ sessions: z.int().nullable() }),
} as const;
