import { z } from "zod";
import { resultStatuses, sessionStatuses } from "@/lib/contract/vocabulary";

const standing = z.object({ status: z.enum(sessionStatuses), result: z.enum(resultStatuses).nullable() });
export type StandingDto = z.infer<typeof standing>;
/** One session in a preview of what a mapping changes. No value of a person is in it. */
const rereadDto = z.object({
  sessionId: z.string(),
  became: z.enum(["updated", "left_alone", "unreadable"]),
  reason: z.string().nullable().meta({ description: "Why it stays as it is; null when it changes." }),
  from: standing,
  to: standing.nullable(),
  fields: z.array(z.string()).meta({ description: "The names of the fields that change." }),
});
export const remapPreview = z.object({
  version: z.int().meta({ description: "The version of the source that the preview is of." }),
  total: z.int().meta({ description: "Sessions of the source that are here; at most 10 000 are counted." }),
  looked: z.int().meta({ description: "How many of them this page is about." }),
  updated: z.int(),
  unchanged: z.int(),
  leftAlone: z.int(),
  unreadable: z.int(),
  fields: z
    .array(z.object({ name: z.string(), sessions: z.int() }))
    .meta({ description: "The fields that change, and in how many sessions of this page." }),
  sessions: z
    .array(rereadDto)
    .meta({ description: "Those of this page that change, or stay with a reason." }),
  next: z
    .string()
    .nullable()
    .meta({ description: "`after` of the next page; null when all were looked at." }),
});
export type RemapPreview = z.infer<typeof remapPreview>;
export const remapQuery = z.object({ after: z.string().min(1).max(128).optional() });
export type RemapQuery = z.infer<typeof remapQuery>;
export const remapInput = z.strictObject({
  version: z.int32().meta({ description: "The version of the source that the preview was of." }),
});
export type RemapInput = z.infer<typeof remapInput>;
