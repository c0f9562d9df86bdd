import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { isBlindTo } from "@/lib/cases/dto";
import type { OpenCase } from "@/lib/cases/own";
import { isFinal } from "@/lib/cases/policy";
import { memberNames } from "@/lib/cases/reviewer";
import type { DeskDto, RejectionReasonCode } from "@/lib/cases/schema";
import type { Blockable } from "@/lib/lists/schema";
import { db } from "@/lib/platform/db";
import { openRow } from "@/lib/privacy/seal";
import { viewFreeText } from "@/lib/privacy/view";

/** The rejection that somebody has recommended for a case nobody has ended yet: what the next opinion starts from. */
export async function proposedRejection(
  actor: Actor,
  found: OpenCase,
): Promise<DeskDto["proposedRejection"]> {
  if (!found.firstDecision || isFinal(found.status)) return null;
  if (isBlindTo(actor, found, found.session.settings)) return null;
  const last = await db.decisionSnapshot.findFirst({
    where: { casePk: found.pk, isFinal: false, undoneAt: null, decision: "rejected" },
    orderBy: { pk: "desc" },
  });
  if (!last) return null;
  const names = await memberNames(actor);
  const held = openRow(found.session.shownKey, "snapshot", last.id, last.sealed);
  const { reasonCode, addToBlocklist } = held?.rejection ?? {};
  return {
    by: names.get(last.decidedBy) ?? last.decidedBy,
    reasonCode: (reasonCode as RejectionReasonCode | undefined) ?? null,
    reason: viewFreeText(found.session.view, held?.rejectionReason),
    addToBlocklist: (addToBlocklist as boolean | Blockable[] | undefined) ?? false,
  };
}
