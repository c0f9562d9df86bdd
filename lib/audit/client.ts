import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/audit/schema");

export const auditQueries = {
  /** How far the log is sealed and verified; polled while a verification runs. */
  status: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "audit", "status"],
      queryFn: async ({ signal }) =>
        callApi("/audit", (await schemas()).auditStatusDto, { environment, signal }),
      refetchInterval: ({ state }) => {
        const { verification } = state.data ?? {};
        return verification && verification.state !== "done" ? 1_000 : false;
      },
    }),
};

/** Requests a verification of the log. */
export async function requestVerification(environment: Environment) {
  return callApi("/audit/verification", (await schemas()).verificationRequestedDto, {
    environment,
    method: "POST",
  });
}

/**
 * Downloads the whole log as a file.
 * @throws ApiError
 */
export const downloadLog = (environment: Environment) =>
  saveFile("/audit/export", `audit-log-${environment}.jsonl`, environment);
