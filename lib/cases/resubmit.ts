import "server-only";
import type { OpenCase } from "@/lib/cases/load";
import type { DeskDto } from "@/lib/cases/schema";
import { resubmissionAsked } from "@/lib/contract/resubmission";
import { instant } from "@/lib/format/instant";
import { db } from "@/lib/platform/db";
import { scopeOf } from "@/lib/platform/scope";
import { readStoredOrNull } from "@/lib/platform/stored-or-null";
import { viewFreeText } from "@/lib/records/view";

/** Returns what the applicant was last asked for; null if they never were. */
export async function askedBefore(
  found: OpenCase,
  names: ReadonlyMap<string, string>,
): Promise<DeskDto["resubmission"]> {
  if (found.resubmissions === 0) return null;
  const last = await db.decisionSnapshot.findFirst({
    where: { ...scopeOf(found), casePk: found.pk, decision: "resubmission", undoneAt: null },
    orderBy: { pk: "desc" },
  });
  const held = last && found.session.shown.open("snapshot", last.id, last.sealed)?.resubmission;
  const asked = held && readStoredOrNull(resubmissionAsked, held, "decision_snapshots.sealed.resubmission");
  if (!asked) return null;
  return {
    ...asked,
    message: viewFreeText(found.session.view, asked.message),
    by: names.get(last.decidedBy) ?? last.decidedBy,
    askedAt: instant(last.decidedAt),
    isAnswered: found.resubmitAskedAt === null,
  };
}
