import { z } from "zod";
import { anyText, page, pageQuery } from "@/lib/contract/pagination";
import { caseStatuses } from "@/lib/contract/vocabulary";
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

/** Why a check that ran here says `error`. It never says `clear` without having compared anything. */
export const errorReasons = ["no_watchlist", "no_source", "no_name"] as const;
export type ErrorReason = (typeof errorReasons)[number];

/** A version of a watchlist that a name was compared with. */
export const comparedDto = z.object({
  id: z.string(),
  name: z.string(),
  version: z.int(),
  entries: z.int(),
  threshold: z.number(),
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
  detail: z.string().nullable().meta({
    description:
      "Why a check that ran here compared with nothing, or which other checks have hits of its entries.",
  }),
  matchedAgainst: z.array(comparedDto).meta({ description: "Empty for a check of the source." }),
  hits: z.array(hitDto),
});
export type ScreeningCheckDto = z.infer<typeof screeningCheckDto>;
export const screeningList = z.object({ data: z.array(screeningCheckDto) });
/** The checks of a session, and whether the lists that are loaded now ask for another one. */
export const sessionScreening = screeningList.extend({
  watchlists: z.int().meta({ description: "How many watchlists are loaded." }),
  isComparable: z.boolean().meta({
    description: "The session has a last name that can be compared; never once it is redacted.",
  }),
  isDue: z.boolean().meta({
    description: "A name of the session was not compared with a watchlist in the version that is loaded.",
  }),
});
export type SessionScreening = z.infer<typeof sessionScreening>;

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

export const hitStates = ["open", "match", "not_a_match"] as const;
export type HitState = (typeof hitStates)[number];

/** The filters of the worklist. */
export const hitFilter = z.object({
  state: z.enum(hitStates).optional().meta({
    description:
      "`open` leaves out hits of decided cases, which can no longer be resolved, unless they came after the decision.",
  }),
  kind: anyText(64).meta({ description: "The type of the check, such as sanctions." }),
  source: anyText(64).meta({ description: "Who made the check, such as aml_screening." }),
  country: anyText(3).meta({ description: "The country of the session." }),
  olderThanDays: z.coerce.number().int().min(0).max(3650).optional(),
  q: z
    .string()
    .trim()
    .max(255)
    .optional()
    .meta({ description: "Exact id of a session, a case or a check, or an external reference." }),
  sort: z.enum(["oldest", "newest"]).default("oldest"),
});
export type HitFilter = z.infer<typeof hitFilter>;
export const hitListQuery = z.object({ ...hitFilter.shape, ...pageQuery.shape });
export type HitListQuery = z.infer<typeof hitListQuery>;

export const agreements = ["agrees", "partly", "differs", "unknown"] as const;
export type Agreement = (typeof agreements)[number];

/** One value of the person beside that of the list entry. */
export const hitContrastDto = z.object({
  about: z.enum(["name", "birth_date", "country"]),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  agreement: z.enum(agreements).meta({
    description:
      "Compared before anything is masked. Birth dates are compared by year. `unknown` if either value is missing or hidden.",
  }),
});
export type HitContrastDto = z.infer<typeof hitContrastDto>;

export const hitResolutions = ["dismissed", "confirmed", "reopened"] as const;
/** What was once decided on a hit. */
export const hitHistoryDto = z.object({
  at: z.string().meta({ format: "date-time" }),
  by: z.string(),
  resolution: z.enum(hitResolutions),
  reasonCode: z.string().nullable(),
  reason: z.string().nullable(),
});
export type HitHistoryDto = z.infer<typeof hitHistoryDto>;

/** A hit in a row of the worklist. */
export const hitRowDto = z.object({
  id: z.string(),
  checkId: z.string(),
  hit: hitDto,
  state: z.enum(hitStates),
  kind: z.string(),
  source: z.string().nullable(),
  createdAt: z.string().meta({ format: "date-time" }),
  arrivedAt: z.string().nullable().meta({
    format: "date-time",
    description: "When a later import brought it, if the session was decided by then.",
  }),
  sessionId: z.string(),
  country: z.string().nullable(),
  subject: z.string().nullable().meta({ description: "Masked name, for members." }),
  isGone: z.boolean().meta({ description: "The personal data of the session is no longer available." }),
  caseId: z.string().nullable(),
  caseStatus: z.enum(caseStatuses).nullable(),
  holder: z.string().nullable().meta({ description: "The name of the member who has claimed the case." }),
  isMine: z.boolean().meta({ description: "The caller has claimed the case." }),
  contrasts: z.array(hitContrastDto),
  history: z.array(hitHistoryDto).nullable().meta({
    description: "Oldest first. Null if what is stored cannot be read.",
  }),
});
export type HitRowDto = z.infer<typeof hitRowDto>;
export const hitPage = page(hitRowDto);
export type HitPage = z.infer<typeof hitPage>;
