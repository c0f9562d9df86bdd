import { sentence } from "@/lib/format/words";
import type { JurisdictionId } from "@/lib/law/jurisdictions";
import { terminalStatuses } from "@/lib/sessions/policy";

/** What is known of how one session came to its outcome. */
export type DecisionFacts = {
  status: string;
  outcome: string | null;
  /** As the source said it, such as `auto` or `manual`. */
  processingMode: string | null;
  /** The review case, where there is one: what a person decided, if anything yet. */
  review: { decision: string | null } | null;
};

export type Decider = "pending" | "nobody" | "person" | "checks" | "unknown";

const isOver = (status: string) => (terminalStatuses as readonly string[]).includes(status);

/** Who or what decided a session: a person's decision on its case counts before what a source said. */
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

/** How one session was decided, in one sentence for its subject. */
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
 * What the law gives somebody about whom checks alone decided (GDPR and UK GDPR Art. 22(3) and 22C; CJEU C-634/21).
 * Said where it may be so, and nowhere else.
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
