import type { NodeResult, Route, WorkflowGraph, WorkflowRule } from "@/lib/workflow/schema";

/** What the rules look at: words and numbers of an evaluated session. */
export type RunFacts = {
  riskScore: number;
  country: string | null;
  documentType: string | null;
  signals: readonly string[];
  /** The status of each check by its policy. */
  checks: ReadonlyMap<string, string>;
  /** The checks that were asked for. All of them must have passed before anything is approved. */
  asked: readonly string[];
};

export type Routed = {
  route: Route;
  /** The rule that matched; null when none did. */
  rule: string | null;
  /** The position after the rule, from where the rules go on behind an external gate. */
  next: number;
  /** The checks that kept a session from being approved. */
  held: readonly string[];
};

/**
 * The rules of an environment that has saved none. Nothing is rejected without a person (GDPR Art. 22), and nothing is
 * approved without a compared face, whatever checks a session asks for: who leaves that out says so in own rules.
 */
export const ownRules: readonly WorkflowRule[] = [
  { name: "All checks passed and low risk", route: "approve", maxRiskScore: 20 },
];

/** Returns whether all conditions of a rule are met. */
function isMet(rule: WorkflowRule, facts: RunFacts): boolean {
  const { minRiskScore = 0, maxRiskScore = 100 } = rule;
  const oneOf = (wanted: readonly string[] | undefined, given: readonly (string | null)[]) =>
    !wanted || wanted.some((value) => given.includes(value));
  const withStatus = (...statuses: string[]) =>
    [...facts.checks].filter(([, status]) => statuses.includes(status)).map(([policy]) => policy);
  return (
    facts.riskScore >= minRiskScore &&
    facts.riskScore <= maxRiskScore &&
    oneOf(rule.failedChecks, withStatus("failed", "error")) &&
    oneOf(rule.skippedChecks, withStatus("skipped")) &&
    oneOf(rule.signals, facts.signals) &&
    oneOf(rule.countries, [facts.country]) &&
    oneOf(rule.documentTypes, [facts.documentType])
  );
}

/** Lists the checks that were asked for and have not passed, and every other check that has failed. */
export function unpassed({ checks, asked }: Pick<RunFacts, "checks" | "asked">): string[] {
  const missing = asked.filter((policy) => checks.get(policy) !== "passed");
  const failed = [...checks].filter(([, status]) => status === "failed" || status === "error");
  return [...new Set([...missing, ...failed.map(([policy]) => policy)])];
}

/**
 * Decides how an evaluated session goes on: the first rule that matches wins, and a session without one goes to
 * review. No rule approves a session with a check that was asked for and has not passed: that goes to review too.
 * @param from the position of the first rule to try
 */
export function routeRun(rules: readonly WorkflowRule[], facts: RunFacts, from = 0): Routed {
  for (const [at, rule] of rules.entries()) {
    if (at < from || !isMet(rule, facts)) continue;
    const asked = rules === ownRules ? [...facts.asked, "face_match"] : facts.asked;
    const held = rule.route === "approve" ? unpassed({ ...facts, asked }) : [];
    const route = held.length > 0 ? "review" : rule.route;
    return { route, rule: rule.name, next: at + 1, held };
  }
  return { route: "review", rule: null, next: rules.length, held: [] };
}

/** The node of a run that says which rule decided. */
export const ruleNode = ({ route, rule, held }: Routed): NodeResult => ({
  policy: rule ?? "no rule",
  status: held.length > 0 ? `held by ${held.join(", ")}`.slice(0, 500) : "matched",
  passed: null,
  durationMs: null,
  route,
});

/** The result code of a session that a rule rejected, by the first check that failed (contract §3.1). */
const codes = [
  ["check_against_list", "blocklist_match"],
  ["watchlist_screening", "watchlist_match"],
  ["age_check", "underage"],
  ["document_expiration", "document_expired"],
  ["face_match", "face_mismatch"],
  ["document_quality", "document_unreadable"],
  ["document_ocr", "data_mismatch"],
  ["duplicate_detection", "duplicate_identity"],
  ["risk_assessment", "high_risk"],
] as const;

/** Returns the `rejection_reason_code` of a session that a rule rejected. */
export const rejectionCodeOf = (checks: ReadonlyMap<string, string>): string =>
  codes.find(([policy]) => checks.get(policy) === "failed")?.[1] ?? "other";

/** The checks of a session that asks for none of its own. Each must pass before a rule may approve a session. */
export const defaultChecks = [
  "document_quality",
  "document_ocr",
  "document_expiration",
  "age_check",
  "face_match",
  "watchlist_screening",
] as const;

/** The checks of the evaluation, with what each of them says. */
export const verificationPolicies = {
  document_quality: "Whether the pictures of the document are large, sharp and evenly lit enough to be read.",
  document_ocr:
    "Whether the zone or barcode of the document was read, is right, and agrees with what was typed.",
  document_expiration: "Whether the document is valid on the day of the evaluation.",
  age_check: "Whether the person has reached the minimum age of the organization.",
  face_match: "Whether the face on the document and the picture of the person are alike. Needs a provider.",
  watchlist_screening:
    "Whether a watchlist that the organization has loaded names the person, as typed or as read.",
  duplicate_detection: "Whether another session holds the same document or the same person.",
  check_against_list: "Whether a list of the organization names something that the session holds.",
  risk_assessment: "What the signals of the session weigh together, of 100.",
} as const;

/** The checks that every session gets, whatever it asks for. */
export const alwaysRun: readonly string[] = [
  "document_quality",
  "watchlist_screening",
  "duplicate_detection",
  "check_against_list",
  "risk_assessment",
];

/** Returns the checks that a session asks for (contract §2.2: `checks` overrides those of the workflow). */
export const askedChecks = (overrides: readonly string[]): readonly string[] =>
  overrides.length > 0 ? overrides : defaultChecks;

const ends = { approve: "approved", reject: "rejected", review: "needs_review" } as const;

/**
 * Returns rules as the contract's graph (§16): the checks run first, then each rule is a condition with what follows if
 * it is met, and the next rule if it is not. An external gate goes on with the rules after it.
 */
export function graphOf(rules: readonly WorkflowRule[]): WorkflowGraph {
  const idOf = (at: number) => (at < rules.length ? `rule_${at + 1}` : ends.review);
  const node = (id: string, type: WorkflowGraph["nodes"][number]["type"], name: string, next: string[]) => ({
    id,
    type,
    name,
    next,
  });
  const conditions = rules.flatMap(({ name, route }, at) => {
    const after = idOf(at + 1);
    if (route !== "external") return [node(idOf(at), "conditional", name, [ends[route], after])];
    const gate = `gate_${at + 1}`;
    return [node(idOf(at), "conditional", name, [gate, after]), node(gate, "wait", name, [after])];
  });
  return {
    entry: "start",
    nodes: [
      node("start", "start", "start", ["checks"]),
      node("checks", "policy", "checks", [idOf(0)]),
      ...conditions,
      ...Object.values(ends).map((end) => node(end, "terminal", end, [])),
    ],
  };
}
