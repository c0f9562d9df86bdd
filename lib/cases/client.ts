import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi } from "@/lib/http/api-client";

export const caseQueries = {
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "case"],
      queryFn: async ({ signal }) => {
        const { sessionCaseDto } = await import("@/lib/cases/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/case`, sessionCaseDto, {
          environment,
          signal,
        });
      },
    }),
};
