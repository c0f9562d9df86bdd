import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi } from "@/lib/http/api-client";

export const screeningQueries = {
  list: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "screening"],
      queryFn: async ({ signal }) => {
        const { screeningList } = await import("@/lib/screening/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/screening`, screeningList, {
          environment,
          signal,
        });
      },
    }),
};
