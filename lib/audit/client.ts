import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { ApiError, callApi } from "@/lib/http/api-client";

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

/** Fetches the whole log and saves it as a file. */
export async function downloadLog(environment: Environment): Promise<void> {
  const response = await fetch("/api/v1/audit/export", { headers: { "X-Environment": environment } });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as Record<string, string | undefined>;
    const detail = problem.detail ?? "The server did not answer as expected.";
    throw new ApiError(response.status, problem.error ?? "unknown", detail, problem.request_id);
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = `audit-log-${environment}.jsonl`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
