import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeForm } from "@/lib/privacy/view";
import { shownDataKey } from "@/lib/privacy/window";
import { ownSessionOf } from "@/lib/sessions/own";
import { recommendedActions, signalCategory } from "@/lib/signals/policy";
import type { RiskDto } from "@/lib/signals/schema";

/** The composite risk of a session and the signals it is made of, heaviest first. */
export async function getRisk(actor: Actor, input: { sessionId: string }): Promise<RiskDto> {
  authorize(actor, "sessions:read");
  const session = await ownSessionOf(actor, input.sessionId);
  const rows = await db.fraudSignal.findMany({
    where: { sessionPk: session.pk },
    orderBy: [{ riskScore: { sort: "desc", nulls: "last" } }, { position: "asc" }],
  });
  const key = rows.length > 0 ? await shownDataKey(actor, session) : undefined;
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
      details: viewFreeForm(actor, openRow(key, "signal", String(row.position), row.sealed)?.details),
    })),
  };
}
