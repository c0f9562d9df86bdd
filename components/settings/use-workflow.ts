import { useEnvironment } from "@/components/shell/environment";
import { saveWorkflow, workflowQueries } from "@/lib/workflow/client";
import { type WorkflowDto, type WorkflowRule, workflowInput } from "@/lib/workflow/schema";
import type { Change } from "./changes";
import { useSettingsDraft } from "./use-settings-draft";
import { workflowRuleWords } from "./workflow-words";

type Draft = { rules: readonly WorkflowRule[] };

const names = (rules: readonly WorkflowRule[]) => rules.map(({ name }) => name).join(", ") || "none";

/** Lists the changes of a draft, one line each. */
function changesOf({ rules: before }: WorkflowDto, { rules: after }: Draft): Change[] {
  const was = new Map(before.map((rule) => [rule.name, workflowRuleWords(rule)]));
  const is = new Map(after.map((rule) => [rule.name, workflowRuleWords(rule)]));
  const changed = [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .map((name) => ({
      name: `Rule ${name}`,
      before: was.get(name) ?? "none",
      after: is.get(name) ?? "removed",
    }));
  const kept = (rules: readonly WorkflowRule[]) => rules.filter(({ name }) => was.has(name) && is.has(name));
  const isReordered = names(kept(before)) !== names(kept(after));
  return isReordered
    ? [...changed, { name: "Order of rules", before: names(before), after: names(after) }]
    : changed;
}

/** Manages the rules that decide about an evaluated session. */
export const useWorkflow = () => {
  const environment = useEnvironment();
  return useSettingsDraft({
    part: "workflow",
    query: workflowQueries.current(environment),
    schema: workflowInput,
    draftOf: ({ rules }: WorkflowDto): Draft => ({ rules }),
    inputOf: (_: Partial<Draft>, { rules }: Draft) => ({ rules: [...rules] }),
    changesOf,
    inputs: [],
    save: saveWorkflow,
    stale: [environment, "settings", "workflow"],
    saved: { title: "Workflow saved" },
  });
};
