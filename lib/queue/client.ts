import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import { caseAt, changeCase } from "@/lib/cases/client";
import type { CaseTab } from "@/lib/cases/schema";

const schemas = () => import("@/lib/queue/schema");

export const queueQueries = {
  list: (environment: Environment, params: string) =>
    queryOptions({
      queryKey: [environment, "cases", "list", params],
      queryFn: async ({ signal }) =>
        callApi(`/cases?${params}`, (await schemas()).casePage, { environment, signal }),
    }),
  tabCounts: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "cases", "tab-counts"],
      queryFn: async ({ signal }) =>
        callApi("/cases/tab-counts", (await schemas()).tabCountsDto, { environment, signal }),
    }),
};

export const queueActions = {
  /** Rejects with status 404 when there is none. */
  /** What the reviewer holds comes before anything new; `except` is what they have looked at and gave back. */
  next: (
    environment: Environment,
    tab: Exclude<CaseTab, "mine" | "all">,
    { ahead = false, except = [] }: { ahead?: boolean; except?: readonly string[] } = {},
  ) => changeCase(environment, "/cases/next", { tab, ahead, ownFirst: true, except: [...except] }),
  claim: (environment: Environment, caseId: string) => changeCase(environment, caseAt(caseId, "/claim"), {}),
  /** In the sandbox only. */
  demo: (environment: Environment) => changeCase(environment, "/cases/demo", {}),
};

/** Where a browser follows changes of cases. */
export const caseStreamUrl = (environment: Environment) => `/api/v1/cases/stream?environment=${environment}`;
