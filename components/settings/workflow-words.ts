import { countryName } from "@/lib/format/country";
import { words } from "@/lib/format/words";
import type { Route, WorkflowRule } from "@/lib/workflow/schema";

export const routeWords: Record<Route, string> = {
  approve: "Approve",
  reject: "Reject",
  review: "Review",
  external: "External decision",
};

const oneOf = (
  name: string,
  values: readonly string[] | undefined,
  spell: (value: string) => string = words,
) => (values && values.length > 0 ? `${name} ${values.map(spell).join(" or ")}` : "");

function riskWords({ minRiskScore, maxRiskScore }: WorkflowRule): string {
  if (minRiskScore === undefined && maxRiskScore === undefined) return "";
  if (minRiskScore === undefined) return `risk ${maxRiskScore} or less`;
  return maxRiskScore === undefined
    ? `risk ${minRiskScore} or more`
    : `risk ${minRiskScore} to ${maxRiskScore}`;
}

/** Describes the conditions of a rule in words. */
export function workflowConditions(rule: WorkflowRule): string {
  const conditions = [
    riskWords(rule),
    oneOf("failed check", rule.failedChecks),
    oneOf("skipped check", rule.skippedChecks),
    oneOf("signal", rule.signals),
    oneOf("country", rule.countries, countryName),
    oneOf("document", rule.documentTypes),
  ].filter(Boolean);
  return conditions.length > 0 ? conditions.join(", and ") : "every session";
}

export const workflowRuleWords = (rule: WorkflowRule) =>
  `${workflowConditions(rule)}: ${routeWords[rule.route]}`;
