import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { WorkloadInput } from "@/lib/members/schema";

export const memberQueries = {
  reviewers: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "members", "reviewers"],
      queryFn: async ({ signal }) => {
        const { reviewerList } = await import("@/lib/members/schema");
        return callApi("/members/reviewers", reviewerList, { environment, signal });
      },
    }),
  /** What each of them takes on; only one's own for somebody who does not manage them. */
  workloads: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "members", "workloads"],
      queryFn: async ({ signal }) => {
        const { workloadList } = await import("@/lib/members/schema");
        return callApi("/settings/reviewers", workloadList, { environment, signal });
      },
    }),
};

/** Changes what a member takes on, or until when one is away oneself. */
export async function updateWorkload(environment: Environment, memberId: string, body: WorkloadInput) {
  const { workloadDto } = await import("@/lib/members/schema");
  return callApi(`/settings/reviewers/${encodeURIComponent(memberId)}`, workloadDto, {
    environment,
    method: "PATCH",
    body,
  });
}
