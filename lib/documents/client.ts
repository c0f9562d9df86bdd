import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

export const documentQueries = {
  /** An answer with URLs is recorded as a view, so it is requested again only when a URL has expired. */
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

/** Requests the images of a session whose case the member has not claimed; each call is recorded as a view. */
export async function showDocuments(environment: Environment, sessionId: string) {
  const { documentList } = await import("@/lib/documents/schema");
  return callApi(`/sessions/${encodeURIComponent(sessionId)}/documents/show`, documentList, {
    environment,
    method: "POST",
  });
}
