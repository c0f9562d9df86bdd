import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { shownDataKey } from "@/lib/privacy/window";
import { toHitDto } from "@/lib/screening/dto";
import type { ScreeningCheckDto } from "@/lib/screening/schema";
import { ownSessionOf } from "@/lib/sessions/own";

/** The screening checks of a session with their hits, the best match first. */
export async function listScreening(
  actor: Actor,
  input: { sessionId: string },
): Promise<{ data: ScreeningCheckDto[] }> {
  authorize(actor, "results:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const rows = await db.screeningCheck.findMany({
    where: { sessionPk: session.pk },
    orderBy: { pk: "asc" },
    include: { hits: { orderBy: [{ matchScore: { sort: "desc", nulls: "last" } }, { position: "asc" }] } },
  });
  const key = rows.length > 0 ? await shownDataKey(actor, session) : undefined;
  const data = rows.map((row) => ({
    id: row.id,
    checkType: row.checkType,
    status: row.status,
    hasMatch: row.hasMatch,
    hitCount: row.hitCount,
    highestScore: row.highestScore,
    provider: row.provider,
    monitoringEnabled: row.monitoringEnabled,
    pepRiskTier: row.pepRiskTier,
    lastCheckedAt: instantOrNull(row.lastCheckedAt),
    createdAt: instant(row.createdAt),
    expiresAt: instantOrNull(row.expiresAt),
    tags: row.tags,
    hits: row.hits.map((hit) =>
      toHitDto(actor, hit, openRow(key, "screeningHit", `${row.id}/${hit.position}`, hit.sealed)),
    ),
  }));
  return { data };
}
