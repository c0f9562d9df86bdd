import "server-only";
import { instant } from "@/lib/format/instant";
import type { Settings } from "@/lib/settings/load";
import type { ReviewSettingsDto, SettingsDto } from "@/lib/settings/schema";
import { routingRules } from "@/lib/settings/schema";

export function toSettingsDto(row: Settings): SettingsDto {
  return {
    apiPiiFields: row.apiPiiFields,
    imageUrlExpirySeconds: row.imageUrlExpirySeconds,
    sensitiveDataRetentionDays: row.sensitiveDataRetentionDays,
    dataRetentionDays: row.dataRetentionDays,
    autoRedactOnRetentionExpiry: row.autoRedactOnRetentionExpiry,
    retentionOverrides: row.retentionOverrides,
    keepDeliveriesDays: row.keepDeliveriesDays,
    keepLinksDays: row.keepLinksDays,
    keepPackagesDays: row.keepPackagesDays,
    keepRequestsDays: row.keepRequestsDays,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

export function toReviewSettingsDto(row: Settings): ReviewSettingsDto {
  return {
    dualReview: row.dualReview,
    blindSecondReview: row.blindSecondReview,
    approvalNeedsHits: row.approvalNeedsHits,
    slaWarnMinutes: row.slaWarnMinutes,
    slaBreachMinutes: row.slaBreachMinutes,
    routingRules: routingRules.catch([]).parse(row.routingRules),
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}
