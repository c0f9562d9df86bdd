import "server-only";
import { type Actor, authorize } from "@/lib/auth/actor";
import { workingMembers } from "@/lib/cases/reviewer";
import type { ReviewerListDto } from "@/lib/members/schema";

/** Who works cases: for assigning and escalating. */
export async function listReviewers(actor: Actor): Promise<ReviewerListDto> {
  authorize(actor, "cases:read");
  const members = await workingMembers(actor);
  const now = new Date();
  return {
    data: members.map(({ id, name, mayTakeEscalations, awayUntil }) => ({
      id,
      name,
      mayTakeEscalations,
      isAway: awayUntil !== null && awayUntil > now,
    })),
  };
}
