import "server-only";
import { instant } from "@/lib/format/instant";
import type { ReviewSettings, Settings } from "@/lib/settings/load";
import type { DocumentSettingsDto, ReviewSettingsDto, SettingsDto } from "@/lib/settings/schema";

/** @param part the part whose version is returned, because each part is saved separately */
export function toSettingsDto(settings: Settings, part: "data-access" | "retention"): SettingsDto {
  const { retention } = settings;
  const { version, updatedAt } = part === "retention" ? retention : settings;
  return {
    apiPiiFields: settings.apiPiiFields,
    sensitiveDataRetentionDays: retention.sensitiveDataRetentionDays,
    dataRetentionDays: retention.dataRetentionDays,
    autoRedactOnRetentionExpiry: retention.autoRedactOnRetentionExpiry,
    retentionOverrides: overridesOf(retention),
    keepDeliveriesDays: retention.keepDeliveriesDays,
    keepLinksDays: retention.keepLinksDays,
    keepPackagesDays: retention.keepPackagesDays,
    keepRequestsDays: retention.keepRequestsDays,
    version,
    updatedAt: instant(updatedAt),
  };
}

export const toDocumentSettingsDto = ({ documents }: Settings): DocumentSettingsDto => ({
  imageUrlExpirySeconds: documents.imageUrlExpirySeconds,
  acceptedFormats: documents.acceptedFormats,
  version: documents.version,
  updatedAt: instant(documents.updatedAt),
});

/** Returns the retention windows of single document types. */
export const overridesOf = ({ overrides }: Settings["retention"]): SettingsDto["retentionOverrides"] =>
  overrides.map(({ documentType, sensitiveDataRetentionDays, dataRetentionDays }) => ({
    documentType,
    sensitiveDataRetentionDays,
    dataRetentionDays,
  }));

export function toReviewSettingsDto(row: ReviewSettings): ReviewSettingsDto {
  return {
    dualReview: row.dualReview,
    blindSecondReview: row.blindSecondReview,
    approvalNeedsHits: row.approvalNeedsHits,
    minimumAge: row.minimumAge,
    briefWording: row.briefWording,
    secondLookPercent: row.secondLookPercent,
    slaWarnMinutes: row.slaWarnMinutes,
    slaBreachMinutes: row.slaBreachMinutes,
    routingRules: row.routingRules,
    version: row.version,
    updatedAt: instant(row.updatedAt),
  };
}
