import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { IdentitySearchInput } from "@/lib/identities/schema";
import type { FiguresQuery } from "@/lib/register/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/register/schema");

export const registerQueries = {
  list: (environment: Environment, params: string) =>
    queryOptions({
      queryKey: [environment, "requests", "list", params],
      queryFn: async ({ signal }) =>
        callApi(`/requests?${params}`, (await schemas()).requestPage, { environment, signal }),
    }),
  assignees: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "requests", "assignees"],
      queryFn: async ({ signal }) =>
        callApi("/requests/assignees", (await schemas()).requestAssignees, { environment, signal }),
    }),
  figures: (environment: Environment, query: FiguresQuery) => {
    const params = new URLSearchParams(Object.entries(query)).toString();
    return queryOptions({
      queryKey: [environment, "requests", "figures", params],
      queryFn: async ({ signal }) =>
        callApi(`/requests/figures?${params}`, (await schemas()).figuresDto, { environment, signal }),
    });
  },
};

/** Finds the requests of a person. */
export const findRequests = async (environment: Environment, body: IdentitySearchInput) =>
  callApi("/requests/find", (await schemas()).requestsFound, { environment, method: "POST", body });
