import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

/** A number of days; null keeps without a limit. */
export const windowDays = z.int().min(1).max(36_500).nullable();

/** Windows of sessions with one type of document, in place of the general ones. */
export const retentionOverride = z.strictObject({
  documentType: z.string().min(1).max(64).refine(isStorable, storable),
  sensitiveDataRetentionDays: windowDays,
  dataRetentionDays: windowDays,
});
export type RetentionOverride = z.infer<typeof retentionOverride>;

export const retentionOverrides = z
  .array(retentionOverride)
  .max(50)
  .refine(
    (all) => new Set(all.map(({ documentType }) => documentType)).size === all.length,
    "a document type is named twice",
  );
