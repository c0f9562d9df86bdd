import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";
import type { RetentionDraft } from "@/lib/privacy/schema";

const schemas = () => import("@/lib/privacy/schema");
const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;

export const privacyQueries = {
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "privacy"],
      queryFn: async ({ signal }) =>
        callApi(`${at(sessionId)}/privacy`, (await schemas()).privacyDto, { environment, signal }),
    }),
  /** @param draft unsaved settings; without them, the saved ones */
  retention: (environment: Environment, draft?: RetentionDraft) =>
    queryOptions({
      queryKey: [environment, "settings", "retention", "plan", draft ?? null],
      queryFn: async ({ signal }) =>
        callApi("/settings/retention/plan", (await schemas()).retentionPlanDto, {
          environment,
          signal,
          ...(draft && { method: "POST", body: draft }),
        }),
    }),
};

/**
 * Redacts one session. `confirm` is its id as the person typed it; `reason` says why it is redacted although a law
 * retains it.
 */
export async function redactSession(
  environment: Environment,
  sessionId: string,
  said: { confirm: string; reason?: string },
) {
  const path = `${at(sessionId)}/data?${new URLSearchParams(said)}`;
  return callApi(path, (await schemas()).redactionDto, { environment, method: "DELETE" });
}

/** Downloads the export of a session as a file. */
export async function downloadExport(environment: Environment, sessionId: string): Promise<void> {
  await saveFile(`${at(sessionId)}/export`, `${sessionId}.json`, environment);
}
