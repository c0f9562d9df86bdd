import { instant, instantOrNull } from "@/lib/format/instant";
import type { OwnIdentity } from "@/lib/identities/load";
import type { IdentityDto } from "@/lib/identities/schema";

/** What an identity's sessions say of it. */
export type IdentityFacts = {
  sessionCount: number;
  latestSessionId: string | null;
  latestResultId: string | null;
  /** For members only. */
  subject?: string | null;
};

/** An identity as the API gives it. */
export function toIdentityDto(
  row: OwnIdentity,
  { sessionCount, latestSessionId, latestResultId, subject }: IdentityFacts,
  restrictedSessions?: string[],
): IdentityDto {
  return {
    id: row.id,
    externalRef: row.externalRef,
    status: row.status,
    isSandbox: row.environment === "sandbox",
    isFlagged: row.isFlagged,
    flagReason: row.flagReason,
    flaggedAt: instantOrNull(row.flaggedAt),
    tags: row.tags,
    sessionCount,
    latestSessionId,
    latestResultId,
    identityTypeId: null,
    createdAt: instant(row.createdAt),
    updatedAt: instant(row.updatedAt),
    firstVerifiedAt: instantOrNull(row.firstVerifiedAt),
    lastVerifiedAt: instantOrNull(row.lastVerifiedAt),
    archivedAt: instantOrNull(row.archivedAt),
    redactedAt: instantOrNull(row.redactedAt),
    mergedInto: row.mergedInto?.id ?? null,
    mergedAt: instantOrNull(row.mergedAt),
    ...(subject !== undefined && { subject }),
    ...(restrictedSessions && { restrictedSessions }),
  };
}
