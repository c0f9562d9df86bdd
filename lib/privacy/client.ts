import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi, saveFile } from "@/lib/http/api-client";
import type { BulkRedactDto } from "@/lib/privacy/schema";

const schemas = () => import("@/lib/privacy/schema");
const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;

export const privacyQueries = {
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "privacy"],
      queryFn: async ({ signal }) =>
        callApi(`${at(sessionId)}/privacy`, (await schemas()).privacyDto, { environment, signal }),
    }),
  retention: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "retention", "plan"],
      queryFn: async ({ signal }) =>
        callApi("/settings/retention/plan", (await schemas()).retentionPlanDto, { environment, signal }),
    }),
};

/** Redacts one session; `confirm` is its id as the person typed it. */
export async function redactSession(environment: Environment, sessionId: string, confirm: string) {
  const path = `${at(sessionId)}/data?confirm=${encodeURIComponent(confirm)}`;
  return callApi(path, (await schemas()).redactionDto, { environment, method: "DELETE" });
}

const batchSize = 10;

/** Redacts sessions in batches, so that whoever waits sees how far it is. A batch that fails leaves the rest to run. */
export async function redactSessions(
  environment: Environment,
  sessionIds: readonly string[],
  onProgress: (done: number) => void,
): Promise<BulkRedactDto["results"]> {
  const { bulkRedactDto } = await schemas();
  const results: BulkRedactDto["results"] = [];
  for (let from = 0; from < sessionIds.length; from += batchSize) {
    const batch = sessionIds.slice(from, from + batchSize);
    const body = { sessionIds: batch, confirm: `redact ${batch.length}` };
    try {
      const answer = await callApi("/sessions/bulk-redact", bulkRedactDto, {
        environment,
        method: "POST",
        body,
      });
      results.push(...answer.results);
    } catch (error) {
      if (from === 0) throw error;
      results.push(
        ...batch.map((sessionId) => ({ sessionId, status: "failed" as const, documentsRemoved: 0 })),
      );
    }
    onProgress(results.length);
  }
  return results;
}

/** Fetches everything held on a session and saves it as a file. */
export async function downloadExport(environment: Environment, sessionId: string): Promise<void> {
  await saveFile(`${at(sessionId)}/export`, `${sessionId}.json`, environment);
}
