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
  /** The workload of each member; only one's own without the permission to manage them. */
  workloads: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "members", "workloads"],
      queryFn: async ({ signal }) => {
        const { workloadList } = await import("@/lib/members/schema");
        return callApi("/settings/reviewers", workloadList, { environment, signal });
      },
    }),
};

/** Changes a member's workload, or one's own absence. */
export async function updateWorkload(environment: Environment, memberId: string, body: WorkloadInput) {
  const { workloadDto } = await import("@/lib/members/schema");
  return callApi(`/settings/reviewers/${encodeURIComponent(memberId)}`, workloadDto, {
    environment,
    method: "PATCH",
    body,
  });
}
