import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { MarkInput } from "@/lib/remarks/schema";

const schemas = () => import("@/lib/remarks/schema");

const at = (requestId: string) => `/requests/${encodeURIComponent(requestId)}/notes`;

export const remarkQueries = {
  /** Every call opens the notes and is recorded, so call it only when needed. */
  all: (environment: Environment, requestId: string) =>
    queryOptions({
      queryKey: [environment, "requests", requestId, "notes"],
      queryFn: async ({ signal }) =>
        callApi(at(requestId), (await schemas()).remarksDto, { environment, signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

/** Marks what the answer omits of a note. */
export async function markRemark(environment: Environment, requestId: string, body: MarkInput) {
  return callApi(at(requestId), (await schemas()).remarkDto, { environment, method: "POST", body });
}
