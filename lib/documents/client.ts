import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

export const documentQueries = {
  /** An answer with URLs is a view in the audit log, so it is asked for only when a URL has run out. */
  list: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "documents"],
      queryFn: async ({ signal }) => {
        const { documentList } = await import("@/lib/documents/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/documents`, documentList, {
          environment,
          signal,
        });
      },
      staleTime: 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    }),
};

/** Asks for the images of a session whose case one does not hold; every call is a view in the audit log. */
export async function showDocuments(environment: Environment, sessionId: string) {
  const { documentList } = await import("@/lib/documents/schema");
  return callApi(`/sessions/${encodeURIComponent(sessionId)}/documents/show`, documentList, {
    environment,
    method: "POST",
  });
}
