import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";

/**
 * Compares the person of a session with every watchlist that is loaded.
 * @returns how many hits of the checks are not dismissed
 */
export async function screenSession(environment: Environment, sessionId: string): Promise<number> {
  const { apiCheckList } = await import("@/lib/screening-checks/schema");
  const path = `/sessions/${encodeURIComponent(sessionId)}/screening`;
  const { data } = await callApi(path, apiCheckList, { environment, method: "POST" });
  return data.reduce((sum, { hitCount }) => sum + hitCount, 0);
}
