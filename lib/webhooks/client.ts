import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

export const webhookQueries = {
  deliveries: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "webhook-deliveries"],
      queryFn: async ({ signal }) => {
        const { deliveryList } = await import("@/lib/webhooks/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/webhook-deliveries`, deliveryList, {
          environment,
          signal,
        });
      },
    }),
};
