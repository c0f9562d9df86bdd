import "server-only";
import { type Actor, inScope } from "@/lib/actor/actor";
import type { Transaction } from "@/lib/platform/db";
import { sameScope, scopeSql } from "@/lib/platform/scope";
import type { Routed } from "@/lib/workflow/policy";

/** The case of a session that nobody has decided yet. */
export type UndecidedCase = {
  pk: bigint;
  id: string;
  /**
   * No reviewer has done anything with it: only then may a program decide it. Its extracted data are as they were read,
   * too: a new result would be without a correction.
   */
  isUntouched: boolean;
  /** A reviewer has asked the applicant for other pictures, and has got none yet. */
  awaitsPictures: boolean;
};

/**
 * Locks the case of a locked session, as decisions do: the session is locked before.
 * @returns null when the session has no case, or a decided one
 */
export async function lockOwnCase(
  tx: Transaction,
  actor: Actor,
  session: { pk: bigint; id: string },
): Promise<UndecidedCase | null> {
  const [found] = await tx.$queryRaw<UndecidedCase[]>`
    SELECT pk, id, resubmit_asked_at IS NOT NULL AS "awaitsPictures",
      status = 'open' AND assigned_to IS NULL AND first_decision IS NULL AND escalated_to IS NULL
        AND snoozed_until IS NULL AND resubmissions = 0 AND NOT is_disputed
        AND NOT EXISTS (SELECT 1 FROM audit_events e WHERE ${sameScope("e", "c")} AND e.resource_type = 'session'
          AND e.resource_id = ${session.id} AND e.type = 'result.pii-corrected') AS "isUntouched"
    FROM review_cases c WHERE ${scopeSql(inScope(actor))} AND session_pk = ${session.pk}
      AND status NOT IN ('approved', 'rejected') FOR UPDATE`;
  return found ?? null;
}

/**
 * No rule decides over a reviewer: a session whose case somebody has begun goes to them. That includes one whose
 * applicant was asked for other pictures. Nor does a session with a case wait at a gate.
 */
export function besideReviewers(routed: Routed, reviewed: UndecidedCase | null): Routed {
  const mayDecide = !reviewed || (reviewed.isUntouched && routed.route !== "external");
  return mayDecide || routed.route === "review"
    ? routed
    : { ...routed, route: "review", held: [...routed.held, "review case"] };
}
