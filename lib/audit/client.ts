import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/audit/schema");

export const auditQueries = {
  /** Until where the log is sealed and verified; read again while a verification is under way. */
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

/** Asks for a verification of the log. */
export async function requestVerification(environment: Environment) {
  return callApi("/audit/verification", (await schemas()).verificationRequestedDto, {
    environment,
    method: "POST",
  });
}

/** Fetches the whole log and saves it as a file. @throws ApiError */
export const downloadLog = (environment: Environment) =>
  saveFile("/audit/export", `audit-log-${environment}.jsonl`, environment);
