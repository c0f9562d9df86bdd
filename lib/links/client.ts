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

/** Requests the images of a linked session, to compare them with those of the case; each call is recorded. */
export async function showLinkedDocuments(
  environment: Environment,
  { caseId, sessionId }: { caseId: string; sessionId: string },
) {
  const { documentList } = await import("@/lib/documents/schema");
  const path = caseAt(caseId, `/links/${encodeURIComponent(sessionId)}/documents`);
  return callApi(path, documentList, { environment, method: "POST" });
}
