import { sentence } from "@/lib/format/words";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { terminalStatuses } from "@/lib/sessions/policy";

/** The facts about the decision on one session. */
export type DecisionFacts = {
  status: string;
  outcome: string | null;
  /** The mode that the source reported, such as `auto` or `manual`. */
  processingMode: string | null;
  /** The review case, if there is one. `decision` is null until a person decides. */
  review: { decision: string | null } | null;
};

export type Decider = "pending" | "nobody" | "person" | "checks" | "unknown";

const isOver = (status: string) => (terminalStatuses as readonly string[]).includes(status);

/** Returns who decided a session. A person's decision on the case takes precedence over the source's report. */
export function deciderOf({ status, outcome, processingMode, review }: DecisionFacts): Decider {
  if (review) return review.decision ? "person" : "pending";
  if (outcome === "needs_review") return "pending";
  if (!outcome) return isOver(status) ? "nobody" : "pending";
  const mode = processingMode?.toLowerCase() ?? "";
  if (mode === "manual") return "person";
  return /^auto/.test(mode) ? "checks" : "unknown";
}

const meanings: Readonly<Record<string, string>> = {
  approved: "we accepted your identity as verified",
  rejected: "we did not accept your identity as verified, so services that depend on it may be refused",
};

/** Explains the decision on one session to its subject, in one sentence. */
export function decisionWords(facts: DecisionFacts): string {
  const outcome = sentence(facts.outcome ?? "").toLowerCase();
  const meaning = meanings[facts.outcome ?? ""];
  const result = meaning ? `${outcome}: ${meaning}` : outcome;
  switch (deciderOf(facts)) {
    case "pending":
      return "No decision has been made yet.";
    case "nobody":
      return `The verification ended without a decision (${sentence(facts.status).toLowerCase()}).`;
    case "person":
      return `A person made the decision after automated checks (${result}).`;
    case "checks":
      return `Automated checks made the decision without a person (${result}).`;
    default:
      return `Our records do not show whether a person took part in the decision (${result}).`;
  }
}

/**
 * Explains the rights of a person about whom automated checks alone decided (GDPR and UK GDPR Art. 22(3) and 22C;
 * CJEU C-634/21). Empty unless checks alone decided, or may have decided, one of the sessions.
 */
export function automatedRights(
  sessions: readonly DecisionFacts[],
  law: JurisdictionId,
  contact: string,
): string[] {
  const mayBe = sessions.some((each) => ["checks", "unknown"].includes(deciderOf(each)));
  if (!mayBe || law === "ccpa") return [];
  const article = law === "uk_gdpr" ? "Art. 22C" : "Art. 22(3)";
  return [
    `Where automated checks made the decision without a person, you may ask for a review by a person, state your view and contest the decision (${article}). Write to: ${contact}`,
  ];
}
