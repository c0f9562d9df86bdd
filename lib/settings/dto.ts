import "server-only";
import { instant } from "@/lib/format/instant";
import type { Settings } from "@/lib/settings/current";
import type { SettingsDto } from "@/lib/settings/schema";

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
