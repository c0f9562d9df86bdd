import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import { caseAt } from "@/lib/cases/client";

export const linkQueries = {
  all: (environment: Environment, caseId: string) =>
    queryOptions({
      queryKey: [environment, "cases", caseId, "links"],
      queryFn: async ({ signal }) =>
        callApi(caseAt(caseId, "/links"), (await import("@/lib/links/schema")).linkList, {
          environment,
          signal,
        }),
    }),
};
