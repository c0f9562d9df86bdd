import { z } from "zod";
import { riskLevels } from "@/lib/contract/vocabulary";
import { signalCategories } from "@/lib/signals/policy";

export const signalDto = z.object({
  signalType: z.string(),
  category: z.enum(signalCategories),
  riskScore: z.number().nullable(),
  riskLevel: z.string().nullable(),
  details: z.unknown(),
});

export const riskDto = z.object({
  sessionId: z.string(),
  riskScore: z.int().nullable(),
  riskLevel: z.enum(riskLevels).nullable(),
  recommendedAction: z.string().nullable(),
  signals: z.array(signalDto),
});
export type RiskDto = z.infer<typeof riskDto>;
