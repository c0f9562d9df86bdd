import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

export const signalQueries = {
  risk: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "risk"],
      queryFn: async ({ signal }) => {
        const { riskDto } = await import("@/lib/signals/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/risk`, riskDto, { environment, signal });
      },
    }),
};
