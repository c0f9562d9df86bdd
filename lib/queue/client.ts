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
  /**
   * Returns the reviewer's own cases before a new one; `except` are cases they have seen and released. Rejects with
   * status 404 when there is none.
   */
  next: (
    environment: Environment,
    tab: Exclude<CaseTab, "mine" | "all">,
    { ahead = false, except = [] }: { ahead?: boolean; except?: readonly string[] } = {},
  ) => changeCase(environment, "/cases/next", { tab, ahead, ownFirst: true, except: [...except] }),
  claim: (environment: Environment, caseId: string) => changeCase(environment, caseAt(caseId, "/claim"), {}),
  /** Only in the sandbox. */
  demo: (environment: Environment) => changeCase(environment, "/cases/demo", {}),
};

/** The URL of the event stream about changed cases. */
export const caseStreamUrl = (environment: Environment) => `/api/v1/cases/stream?environment=${environment}`;

/** Assigns several cases, or returns them to the queue; a hundred are one call. */
export async function assignCases(
  environment: Environment,
  caseIds: readonly string[],
  assigneeId: string | null,
): Promise<{ assigned: number; refused: { id: string; reason: string }[] }> {
  const { bulkAssignDto } = await schemas();
  const all = { assigned: 0, refused: [] as { id: string; reason: string }[] };
  for (let from = 0; from < caseIds.length; from += 100) {
    const body = { caseIds: caseIds.slice(from, from + 100), assigneeId };
    const done = await callApi("/cases/bulk-assign", bulkAssignDto, { environment, method: "POST", body });
    all.assigned += done.assigned;
    all.refused.push(...done.refused.map(({ caseId, reason }) => ({ id: caseId, reason })));
  }
  return all;
}
