import "server-only";
import { instant } from "@/lib/format/instant";
import type { Settings } from "@/lib/settings/current";
import { routingRules } from "@/lib/settings/routing-rules";
import type { ReviewSettingsDto, SettingsDto } from "@/lib/settings/schema";

export function toSettingsDto(row: Settings): SettingsDto {
  return {
    apiPiiFields: row.apiPiiFields,
    imageUrlExpirySeconds: row.imageUrlExpirySeconds,
    sensitiveDataRetentionDays: row.sensitiveDataRetentionDays,
    dataRetentionDays: row.dataRetentionDays,
    autoRedactOnRetentionExpiry: row.autoRedactOnRetentionExpiry,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}

export function toReviewSettingsDto(row: Settings): ReviewSettingsDto {
  return {
    dualReview: row.dualReview,
    slaWarnMinutes: row.slaWarnMinutes,
    slaBreachMinutes: row.slaBreachMinutes,
    routingRules: routingRules.catch([]).parse(row.routingRules),
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}
