import "server-only";
import { recordRead } from "@/lib/audit/looks";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { viewDetails } from "@/lib/privacy/details";
import { openRow } from "@/lib/privacy/seal";
import { type OpenSession, openSession } from "@/lib/records/open";
import { recommendedActions, signalCategory } from "@/lib/signals/policy";
import type { RiskDto } from "@/lib/signals/schema";

/** The composite risk of an opened session and the signals it is made of, heaviest first. */
export async function riskOf(session: OpenSession): Promise<RiskDto> {
  const rows = await db.fraudSignal.findMany({
    where: { sessionPk: session.pk },
    orderBy: [{ riskScore: { sort: "desc", nulls: "last" } }, { position: "asc" }],
  });
  return {
    sessionId: session.id,
    riskScore: session.riskScore,
    riskLevel: session.riskLevel,
    recommendedAction: session.riskLevel ? recommendedActions[session.riskLevel] : null,
    signals: rows.map((row) => ({
      signalType: row.signalType,
      category: signalCategory(row.signalType),
      riskScore: row.riskScore,
      riskLevel: row.riskLevel,
      details: viewDetails(
        session.view,
        openRow(session.shownKey, "signal", String(row.position), row.sealed)?.details,
      ),
    })),
  };
}

/** {@link riskOf} for a session named by its id. @throws AppError as {@link openSession} */
export async function getRisk(actor: Actor, input: { sessionId: string }): Promise<RiskDto> {
  authorize(actor, "sessions:read");
  const session = await openSession(actor, input.sessionId, "read");
  const risk = await riskOf(session);
  if (actor.kind !== "person" && risk.signals.some(({ details }) => details !== null))
    await recordRead(actor, session, "risk");
  return risk;
}
