import { z } from "zod";
import { piiFields, resultDto } from "@/lib/sessions/schema";

export const settingsDto = z.object({
  apiPiiFields: z.array(z.enum(piiFields)),
  imageUrlExpirySeconds: z.int(),
  sensitiveDataRetentionDays: z.int().nullable(),
  dataRetentionDays: z.int().nullable(),
  autoRedactOnRetentionExpiry: z.boolean(),
  version: z.int(),
  updatedAt: z.string(),
});
export type SettingsDto = z.infer<typeof settingsDto>;

/** A change of what the API may return; `version` is the one the admin was looking at. */
export const dataAccessInput = z.strictObject({
  apiPiiFields: z
    .array(z.enum(piiFields))
    .refine((fields) => new Set(fields).size === fields.length, "a field is named twice"),
  imageUrlExpirySeconds: z.int().min(30).max(86_400).optional(),
  version: z.int(),
});
export type DataAccessInput = z.infer<typeof dataAccessInput>;

/** What an API key would get for a fictional person under a whitelist. */
export const dataAccessPreviewQuery = z.object({ apiPiiFields: z.string().max(300).optional() });
export const dataAccessPreview = z.object({ result: resultDto });
