import type { ApiKeyDto } from "@/lib/api-keys/schema";
import { instant, instantOrNull } from "@/lib/format/instant";
import type { ApiKey } from "@/lib/platform/generated/client";

/** Converts a stored key to the contract's object. */
export const toApiKeyDto = (row: ApiKey): ApiKeyDto => ({
  id: row.id,
  type: row.type,
  environment: row.environment,
  keyPrefix: row.keyPrefix,
  isActive: row.isActive,
  createdAt: instant(row.createdAt),
  label: row.label,
  note: row.note,
  scopes: row.scopes,
  apiVersion: row.apiVersion,
  defaultKeyInflection: row.defaultKeyInflection,
  allowedIps: row.allowedIps.length > 0 ? row.allowedIps : null,
  allowedOrigins: row.allowedOrigins.length > 0 ? row.allowedOrigins : null,
  expiresAt: instantOrNull(row.expiresAt),
  lastUsedAt: instantOrNull(row.lastUsedAt),
});
