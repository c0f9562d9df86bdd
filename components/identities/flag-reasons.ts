import type { FlagReason } from "@/lib/identities/schema";

const labels: Record<FlagReason, string> = {
  duplicate_identity: "Duplicate identity",
  document_fraud: "Forged or altered document",
  impersonation: "Poses as another person",
  account_takeover: "Account was taken over",
  contradicting_data: "Data of sessions contradict each other",
  other: "Another reason",
};

/** The reasons of a flag, in the order of the dialog. */
export const flagReasonOptions = Object.entries(labels).map(([value, label]) => ({ value, label }));

/** Returns the reason of a flag in words. */
export const flagReasonLabel = (reason: FlagReason | null): string =>
  reason ? labels[reason] : "Reason unknown";
