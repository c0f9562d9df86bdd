import { z } from "zod";

export const hitDto = z.object({
  id: z.string().nullable(),
  name: z.string().nullable().meta({ description: "Null for roles that may not see personal data." }),
  matchScore: z.number().nullable(),
  matchTypes: z.array(z.string()),
  listName: z.string().nullable(),
  entityType: z.string().nullable(),
  birthdate: z.string().nullable(),
  countries: z.array(z.string()),
  isDismissed: z.boolean(),
  dismissedReason: z.string().nullable(),
});

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
