import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/tasks/schema");

export const taskQueries = {
  list: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "tasks"],
      queryFn: async ({ signal }) => callApi("/tasks", (await schemas()).taskList, { environment, signal }),
    }),
};

/** Dismisses a task. */
export async function dismissTask(environment: Environment, id: string) {
  return callApi("/tasks/dismiss", (await schemas()).taskList, { environment, method: "POST", body: { id } });
}
