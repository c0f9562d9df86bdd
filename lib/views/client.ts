import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { ViewChange, ViewInput, ViewList } from "@/lib/views/schema";

const schemas = () => import("@/lib/views/schema");
const at = (id: string) => `/views/${encodeURIComponent(id)}`;

export const viewQueries = {
  of: (environment: Environment, list: ViewList) =>
    queryOptions({
      queryKey: [environment, "views", list],
      queryFn: async ({ signal }) =>
        callApi(`/views?list=${list}`, (await schemas()).viewList, { environment, signal }),
    }),
};

/** Each answers with the views of the list after the change. */
export const viewActions = {
  save: async (environment: Environment, body: ViewInput) =>
    callApi("/views", (await schemas()).viewList, { environment, method: "POST", body }),
  change: async (environment: Environment, id: string, body: ViewChange) =>
    callApi(at(id), (await schemas()).viewList, { environment, method: "PATCH", body }),
  remove: async (environment: Environment, id: string) =>
    callApi(at(id), (await schemas()).viewList, { environment, method: "DELETE" }),
};
