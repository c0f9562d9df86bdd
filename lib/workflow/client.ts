import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { WorkflowInput, WorkflowRule } from "@/lib/workflow/schema";

const schemas = () => import("@/lib/workflow/schema");

export const workflowQueries = {
  current: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "workflow"],
      queryFn: async ({ signal }) =>
        callApi("/settings/workflow", (await schemas()).workflowDto, { environment, signal }),
    }),
  versions: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "workflow", "versions"],
      queryFn: async ({ signal }) =>
        callApi("/settings/workflow/versions", (await schemas()).workflowHistory, { environment, signal }),
    }),
  /** Shows where other rules would have sent the newest sessions. */
  preview: (environment: Environment, rules: readonly WorkflowRule[]) =>
    queryOptions({
      queryKey: [environment, "settings", "workflow", "preview", JSON.stringify(rules)],
      queryFn: async ({ signal }) =>
        callApi("/settings/workflow/preview", (await schemas()).workflowPreviewDto, {
          environment,
          signal,
          method: "POST",
          body: { rules },
        }),
    }),
};

/** Saves other rules. Rejects with status 409 when another member has saved first. */
export async function saveWorkflow(environment: Environment, body: WorkflowInput) {
  return callApi("/settings/workflow", (await schemas()).workflowDto, { environment, method: "PATCH", body });
}
