import type { CaseState } from "@/lib/cases/policy";

/** Whoever looks at a case, as far as it bears on what they see of the first opinion. */
export type Onlooker = { id: string; isPerson: boolean; mayDecide: boolean };

/**
 * Whether the first opinion is hidden from somebody who could give the second: knowing it pulls the second towards it.
 * Whoever gave it, and roles that do not decide, see it.
 */
export const isBlind = (
  { status, firstReviewer }: Pick<CaseState, "status" | "firstReviewer">,
  { id, isPerson, mayDecide }: Onlooker,
  { blindSecondReview }: { blindSecondReview: boolean },
): boolean =>
  blindSecondReview && status === "pending_second_review" && isPerson && mayDecide && firstReviewer !== id;
