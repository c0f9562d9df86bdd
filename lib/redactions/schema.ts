import { z } from "zod";
import { sessionId } from "@/lib/contract/session-id";
import { isStorable, storable } from "@/lib/format/text";
import { type SessionFilter, sessionFilter } from "@/lib/sessions/schema";

/** One redaction takes at most this many sessions. */
export const mostRedacted = 100_000;

const instant = z.string().meta({ format: "date-time" });

const valuesOf = (filter: SessionFilter) => Object.values(filter).flatMap((value) => value ?? []);

/** Whether a filter excludes nothing, so that it finds every session. */
export const isEverything = (filter: SessionFilter): boolean =>
  valuesOf(filter).every((value) => value === "");

/** The sessions to redact: named, or everything that a list's filter finds now. */
export const redactionTarget = z.strictObject({
  sessionIds: z.array(sessionId).min(1).max(10_000).optional(),
  filter: sessionFilter
    .strict()
    .refine((filter) => valuesOf(filter).every(isStorable), storable)
    .optional()
    .meta({ description: "The filter of the session list." }),
});
export type RedactionTarget = z.infer<typeof redactionTarget>;

/** What a redaction would do now, before it is confirmed. */
export const redactionForecast = z.object({
  total: z.int(),
  alreadyRedacted: z.int(),
  held: z.int(),
  undecided: z.int().meta({ description: "Sessions with an open review case, which must be decided first." }),
  kept: z.int().meta({ description: "Sessions that a law retains; not part of the total." }),
  documents: z.int(),
  sessionIds: z.array(z.string()).meta({ description: "The first 20 of them, newest first." }),
});
export type RedactionForecast = z.infer<typeof redactionForecast>;

export const redactionInput = z.strictObject({
  ...redactionTarget.shape,
  confirm: z.string().max(40).optional().meta({
    description:
      "A member types “redact” and the number of sessions, such as `redact 214`. An API key does so for a filter without conditions.",
  }),
});
export type RedactionInput = z.infer<typeof redactionInput>;

export const redactionParams = z.object({ redactionId: z.string().min(1).max(128) });

export const redactionOutcomes = ["waiting", "deleted", "already_redacted", "held", "failed"] as const;
export type RedactionOutcome = (typeof redactionOutcomes)[number];

export const bulkRedactionDto = z
  .object({
    id: z.string(),
    status: z.enum(["running", "paused", "stopped", "finished"]),
    total: z.int(),
    counts: z.object({
      waiting: z.int(),
      deleted: z.int(),
      alreadyRedacted: z.int(),
      held: z.int(),
      failed: z.int(),
    }),
    documentsRemoved: z.int(),
    requestedBy: z.string(),
    createdAt: instant,
    finishedAt: instant.nullable(),
  })
  .meta({ id: "BulkRedaction" });
export type BulkRedactionDto = z.infer<typeof bulkRedactionDto>;

export const redactionList = z.object({ data: z.array(bulkRedactionDto) });

export const redactionItemsQuery = z.object({
  outcome: z.enum(redactionOutcomes).optional(),
  after: z
    .string()
    .max(128)
    .optional()
    .meta({ description: "The id of the last session of the previous page." }),
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
});
export type RedactionItemsQuery = z.infer<typeof redactionItemsQuery>;

export const redactionItems = z.object({
  data: z.array(
    z.object({ sessionId: z.string(), outcome: z.enum(redactionOutcomes), documentsRemoved: z.int() }),
  ),
  hasMore: z.boolean(),
});
export type RedactionItems = z.infer<typeof redactionItems>;
