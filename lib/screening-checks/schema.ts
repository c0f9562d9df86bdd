import { z } from "zod";
import { page, pageQuery, pagination } from "@/lib/contract/pagination";
import { mostTags, tag } from "@/lib/contract/tags";
import { comparedDto, errorReasons, hitDto } from "@/lib/screening/schema";
import { checkTypes, subject, subjectText as text } from "@/lib/screening-runs/subject";
import { mostWatchlists } from "@/lib/watchlists/schema";

const instant = z.string().meta({ format: "date-time" });

/** A screening check in the contract's shape. */
export const apiCheckDto = z
  .object({
    id: z.string(),
    checkType: z.string(),
    status: z.string().meta({ description: "`pending`, `clear`, `hit` or `error`." }),
    hasMatch: z.boolean(),
    hitCount: z.int(),
    provider: z.string().nullable(),
    sessionId: z.string().nullable(),
    identityId: z.string().nullable(),
    externalRef: z.string().nullable(),
    monitoringEnabled: z.boolean(),
    isSandbox: z.boolean(),
    tags: z.array(z.string()),
    batchId: z.string().nullable(),
    pepRiskTier: z.string().nullable(),
    pepRecommendedAction: z.string().nullable(),
    redactedAt: instant.nullable(),
    lastCheckedAt: instant.nullable(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    result: z
      .object({
        matchCount: z.int(),
        highestScore: z.number().nullable(),
        reason: z.enum(errorReasons).nullable().meta({ description: "Why the status is `error`." }),
        detail: z.string().nullable().meta({
          description: "In words, also which other checks of the session have hits of entries that it found.",
        }),
        isCapped: z.boolean().meta({ description: "There were more hits than are stored." }),
        matchedAgainst: z.array(comparedDto).meta({
          description: "The watchlists, by version, that the name was compared with here.",
        }),
      })
      .meta({ description: "What a source of the check said beyond this is in the export." }),
  })
  .meta({ id: "ScreeningCheckOfContract" });
export type ApiCheckDto = z.infer<typeof apiCheckDto>;
export const apiCheckDetailDto = apiCheckDto.extend({ hits: z.array(hitDto) });
export type ApiCheckDetailDto = z.infer<typeof apiCheckDetailDto>;
export const apiCheckPage = page(apiCheckDto);
export type ApiCheckPage = z.infer<typeof apiCheckPage>;
export const apiCheckList = z.object({ data: z.array(apiCheckDto) });

const given = {
  externalRef: text(255),
  ...subject,
  enableMonitoring: z
    .boolean()
    .optional()
    .meta({ description: "Compare again whenever a watchlist of the type is uploaded." }),
};
export const createCheckInput = z.strictObject({ checkType: z.enum(checkTypes), ...given });
export type CreateCheckInput = z.infer<typeof createCheckInput>;
export const fullCheckInput = z.strictObject({
  checkTypes: z
    .array(z.enum(checkTypes))
    .min(1)
    .max(checkTypes.length)
    .optional()
    .meta({ description: "Every type of the AML group if left out." }),
  ...given,
});
export type FullCheckInput = z.infer<typeof fullCheckInput>;
export const checkListQuery = z.object({
  ...pageQuery.shape,
  limit: z.coerce.number().int().min(1).max(100).default(25),
  checkType: z.string().max(64).optional(),
  status: z.enum(["pending", "clear", "hit", "error"]).optional(),
  externalRef: z.string().max(255).optional(),
});
export type CheckListQuery = z.infer<typeof checkListQuery>;
export const checksOfQuery = z.object({ checkType: z.string().max(64).optional() });

export const redactCheckInput = z.strictObject({ reason: text(500).optional() });
export const redactedCheckDto = z.object({
  id: z.string(),
  status: z.enum(["redacted", "already_redacted"]),
  redactedAt: instant,
});
export const checkTagsInput = z.strictObject({ tags: z.array(tag).min(0).max(mostTags) });
export const checkTagParams = z.object({ checkId: z.string().min(1).max(128), tag });
export const identityMonitoringList = z.object({
  id: z.string(),
  monitoringEnabled: z.boolean(),
  changed: z.int().meta({ description: "How many of its checks changed." }),
});
export const monitoredListsInput = z.strictObject({
  listIds: z
    .array(z.string().min(1).max(128))
    .max(mostWatchlists)
    .meta({ description: "Ids of watchlists; none means all of them." }),
});

export const monitoringQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).max(10_000).default(0),
});
/** What monitoring has done with a check, newest first, as far back as the audit log goes. */
export const monitoringHistory = z.object({
  data: z.array(
    z.object({
      id: z.string().meta({ description: "The id of its audit event." }),
      kind: z.enum(["run", "rerun", "enabled", "paused"]),
      createdAt: instant,
      status: z.string().nullable().meta({ description: "Of the check after a run." }),
      newHits: z.int().nullable(),
    }),
  ),
  pagination,
});
export type MonitoringHistory = z.infer<typeof monitoringHistory>;
