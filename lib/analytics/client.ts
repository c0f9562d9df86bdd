import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

export const analyticsQueries = {
  /** How review is going; kept apart from the cases themselves, so that not every change asks again. */
  review: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "analytics", "review"],
      queryFn: async ({ signal }) => {
        const { reviewOverviewDto } = await import("@/lib/analytics/schema");
        return callApi("/analytics/review", reviewOverviewDto, { environment, signal });
      },
      refetchInterval: 60_000,
    }),
};
