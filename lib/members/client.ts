import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi } from "@/lib/http/api-client";

export const memberQueries = {
  reviewers: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "members", "reviewers"],
      queryFn: async ({ signal }) => {
        const { reviewerList } = await import("@/lib/members/schema");
        return callApi("/members/reviewers", reviewerList, { environment, signal });
      },
    }),
};
