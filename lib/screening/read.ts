import { belowSession } from "@/lib/platform/scope";
import "server-only";
import { type Actor, authorize } from "@/lib/actor/actor";
import { recordRead } from "@/lib/events/looks";
import { instant, instantOrNull } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import type { Prisma } from "@/lib/platform/generated/client";
import { type OpenSession, openSession, type SessionName } from "@/lib/records/open";
import { comparedOf, toHitDto } from "@/lib/screening/dto";
import type { ScreeningCheckDto } from "@/lib/screening/schema";

/** Reads the screening checks of a session with their hits, best match first. */
export const screeningRows = {
  orderBy: { pk: "asc" },
  include: { hits: { orderBy: [{ matchScore: { sort: "desc", nulls: "last" } }, { position: "asc" }] } },
} satisfies Prisma.Session$screeningArgs;
type ScreeningRow = Prisma.ScreeningCheckGetPayload<typeof screeningRows>;

/** Returns the screening checks of an opened session with their hits. */
export function showScreening(session: OpenSession, rows: readonly ScreeningRow[]): ScreeningCheckDto[] {
  return rows.map((row) => {
    const compared = comparedOf(session.shown.open("screeningCheck", row.id, row.sealed));
    return {
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
      detail: compared.detail,
      matchedAgainst: compared.matched_against,
      hits: row.hits.map((hit) =>
        toHitDto(
          session.view,
          hit,
          session.shown.open("screeningHit", `${row.id}/${hit.position}`, hit.sealed),
        ),
      ),
    };
  });
}

/**
 * {@link showScreening} for a session by its id.
 * @throws AppError like {@link openSession}
 */
export async function listScreening(
  actor: Actor,
  input: { sessionId: SessionName },
): Promise<{ data: ScreeningCheckDto[] }> {
  authorize(actor, "results:read");
  const session = await openSession(actor, input.sessionId, "read");
  const rows = await db.screeningCheck.findMany({ where: belowSession(session), ...screeningRows });
  const data = showScreening(session, rows);
  if (actor.kind !== "person" && data.some(({ hits }) => hits.length > 0))
    await recordRead(actor, session, "screening");
  return { data };
}
