import type { caseStatuses } from "@/lib/contract/vocabulary";

type CaseStatus = (typeof caseStatuses)[number];

export const isFinal = (status: CaseStatus) => status === "approved" || status === "rejected";

/** Whether somebody holds the case now. An assignment that was not opened yet holds it too; a lapsed claim does not. */
export function holderOf(
  { assignedTo, claimExpiresAt }: { assignedTo: string | null; claimExpiresAt: Date | null },
  now: Date,
): string | null {
  return assignedTo && (!claimExpiresAt || claimExpiresAt > now) ? assignedTo : null;
}
