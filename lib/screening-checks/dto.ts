import { instant, instantOrNull } from "@/lib/format/instant";
import { comparedOf } from "@/lib/screening/dto";
import type { ApiCheckDto } from "@/lib/screening-checks/schema";
import type { Sealed } from "@/lib/vault/sealed";

type Row = {
  id: string;
  environment: string;
  checkType: string;
  status: string;
  hasMatch: boolean;
  hitCount: number;
  highestScore: number | null;
  provider: string | null;
  externalRef: string | null;
  monitoringEnabled: boolean;
  tags: string[];
  batchId: string | null;
  pepRiskTier: string | null;
  pepRecommendedAction: string | null;
  redactedAt: Date | null;
  lastCheckedAt: Date | null;
  createdAt: Date;
  expiresAt: Date | null;
  session: { id: string; identity: { id: string } | null };
};

/** A screening check in the contract's shape, without its hits. */
export function toApiCheckDto(row: Row, sealed: Sealed["screeningCheck"] | null): ApiCheckDto {
  const held = comparedOf(sealed);
  return {
    id: row.id,
    checkType: row.checkType,
    status: row.status,
    hasMatch: row.hasMatch,
    hitCount: row.hitCount,
    provider: row.provider,
    sessionId: row.session.id,
    identityId: row.session.identity?.id ?? null,
    externalRef: row.externalRef,
    monitoringEnabled: row.monitoringEnabled,
    isSandbox: row.environment === "sandbox",
    tags: row.tags,
    batchId: row.batchId,
    pepRiskTier: row.pepRiskTier,
    pepRecommendedAction: row.pepRecommendedAction,
    redactedAt: instantOrNull(row.redactedAt),
    lastCheckedAt: instantOrNull(row.lastCheckedAt),
    createdAt: instant(row.createdAt),
    expiresAt: instantOrNull(row.expiresAt),
    result: {
      matchCount: row.hitCount,
      highestScore: row.highestScore,
      reason: held.reason,
      detail: held.detail,
      isCapped: held.is_capped,
      matchedAgainst: held.matched_against,
    },
  };
}
