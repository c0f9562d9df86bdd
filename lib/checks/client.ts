import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/checks/schema");
const at = (sessionId: string) => `/sessions/${encodeURIComponent(sessionId)}/verifications`;

export const checkQueries = {
  list: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "checks"],
      queryFn: async ({ signal }) =>
        callApi(at(sessionId), (await schemas()).checkList, { environment, signal }),
    }),
  attempts: (environment: Environment, sessionId: string, policy: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "checks", policy],
      queryFn: async ({ signal }) =>
        callApi(`${at(sessionId)}/${encodeURIComponent(policy)}/attempts`, (await schemas()).attemptList, {
          environment,
          signal,
        }),
    }),
};
