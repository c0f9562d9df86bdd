import { z } from "zod";
import { isStorable, storable } from "@/lib/format/text";

/** Reasons why a hit is not a match. */
export const dismissalCodes = [
  "name_differs",
  "birth_date_differs",
  "country_differs",
  "gender_differs",
  "identifier_differs",
  "entity_is_no_person",
  "other",
] as const;
/** Reasons why a hit is a match. */
export const confirmationCodes = [
  "identifier_agrees",
  "name_and_birth_date_agree",
  "photo_agrees",
  "person_confirms",
  "other",
] as const;
export type DismissalCode = (typeof dismissalCodes)[number];
export type ConfirmationCode = (typeof confirmationCodes)[number];

/** The shown values of a vendor's hit, by their names in the bundle. */
export const unreadHitFields = [
  "name",
  "match_types",
  "list_name",
  "entity_type",
  "birthdate",
  "countries",
  "dismissed_reason",
  "reason_code",
] as const;
export type UnreadHitField = (typeof unreadHitFields)[number];

export const hitDto = z.object({
  id: z.string().meta({ description: "The source's id, or the hit's position in its check." }),
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
  reasonCode: z
    .enum([...dismissalCodes, ...confirmationCodes])
    .nullable()
    .meta({ description: "Why the hit was resolved; null while it is open, or if no reason was given." }),
  resolvedBy: z.string().nullable(),
  unreadFields: z
    .array(z.enum(unreadHitFields))
    .optional()
    .meta({ description: "Values that are present and cannot be read; absent if there are none." }),
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

const hitIds = z.array(z.string().min(1).max(128)).min(1).max(200);
const inWords = z.string().trim().max(2_000).refine(isStorable, storable).optional();
const neededByPeople = { description: "Required for members; an API key may leave it out." };

/** The hits to resolve, all unresolved ones by default, and the reason. */
export const dismissHitsInput = z.strictObject({
  hitIds: hitIds.optional(),
  reasonCode: z.enum(dismissalCodes).optional().meta(neededByPeople),
  reason: inWords,
});
export const confirmHitsInput = z.strictObject({
  hitIds: hitIds.optional(),
  reasonCode: z.enum(confirmationCodes).optional().meta(neededByPeople),
  reason: inWords,
});
export type ResolveHitsInput = { hitIds?: string[]; reasonCode?: string; reason?: string };
/** The resolved hits to reopen. */
export const reopenHitsInput = z.strictObject({ hitIds });
export type ReopenHitsInput = z.infer<typeof reopenHitsInput>;
export const reopenedDto = z.object({ checkId: z.string(), reopenedCount: z.int() });
export const dismissedDto = z.object({ checkId: z.string(), dismissedCount: z.int() });
export const confirmedDto = z.object({ checkId: z.string(), confirmedCount: z.int() });
