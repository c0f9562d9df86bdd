import { z } from "zod";

export const hitDto = z.object({
  id: z.string().meta({ description: "The source's id, or the hit's place in its check." }),
  name: z.string().nullable().meta({ description: "Null for roles that may not see personal data." }),
  matchScore: z.number().nullable(),
  matchTypes: z.array(z.string()),
  listName: z.string().nullable(),
  entityType: z.string().nullable(),
  birthdate: z.string().nullable(),
  countries: z.array(z.string()),
  isDismissed: z.boolean(),
  dismissedReason: z.string().nullable(),
  isConfirmed: z.boolean(),
  resolvedBy: z.string().nullable(),
});
export type HitDto = z.infer<typeof hitDto>;

export const screeningCheckDto = z.object({
  id: z.string(),
  checkType: z.string(),
  status: z.string(),
  hasMatch: z.boolean(),
  hitCount: z.int(),
  highestScore: z.number().nullable(),
  provider: z.string().nullable(),
  monitoringEnabled: z.boolean(),
  pepRiskTier: z.string().nullable(),
  lastCheckedAt: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string().nullable(),
  tags: z.array(z.string()),
  hits: z.array(hitDto),
});
export type ScreeningCheckDto = z.infer<typeof screeningCheckDto>;
export const screeningList = z.object({ data: z.array(screeningCheckDto) });

export const checkParams = z.object({ checkId: z.string().min(1).max(128) });

/** Which hits are meant, all that are unresolved when none is named, and why. */
export const resolveHitsInput = z.strictObject({
  hitIds: z.array(z.string().min(1).max(128)).min(1).max(200).optional(),
  reason: z.string().trim().max(2_000).optional(),
});
export type ResolveHitsInput = z.infer<typeof resolveHitsInput>;
export const dismissedDto = z.object({ checkId: z.string(), dismissedCount: z.int() });
export const confirmedDto = z.object({ checkId: z.string(), confirmedCount: z.int() });
