import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { ApiError, callApi } from "@/lib/browser/api-client";
import type { BulkTagInput, Revealable } from "@/lib/sessions/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/sessions/schema");

export type SessionListParams = Partial<Record<string, string>>;

const at = (id: string) => `/sessions/${encodeURIComponent(id)}`;

const queryString = (params: SessionListParams) =>
  new URLSearchParams(Object.entries(params).flatMap(([key, value]) => (value ? [[key, value]] : [])));

export const sessionQueries = {
  list: (environment: Environment, params: SessionListParams) =>
    queryOptions({
      queryKey: [environment, "sessions", "list", params],
      queryFn: async ({ signal }) =>
        callApi(`/sessions?${queryString(params)}`, (await schemas()).sessionPage, { environment, signal }),
    }),
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "sessions", id],
      queryFn: async ({ signal }) => callApi(at(id), (await schemas()).sessionDto, { environment, signal }),
    }),
  /** Null while there is no result. */
  result: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "sessions", id, "result"],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/result`, (await import("@/lib/contract/result")).resultDto, {
          environment,
          signal,
        }).catch(orNull),
    }),
  timeline: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "sessions", id, "timeline"],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/timeline`, (await schemas()).timelineDto, { environment, signal }),
    }),
};

function orNull(error: unknown): null {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
}

/** Reveals masked values; every call is one audit event. */
export async function revealPii(environment: Environment, id: string, fields: readonly Revealable[]) {
  const { revealedDto } = await schemas();
  return callApi(`${at(id)}/reveal`, revealedDto, { environment, method: "POST", body: { fields } });
}

/** Opens a restricted session for half an hour; the log records the reason. */
export async function openRestricted(environment: Environment, id: string, reason: string) {
  const { openingDto } = await schemas();
  return callApi(`${at(id)}/opening`, openingDto, { environment, method: "POST", body: { reason } });
}

/** Tags several sessions; a hundred are one call. */
export async function tagSessions(
  environment: Environment,
  sessionIds: readonly string[],
  tags: Pick<BulkTagInput, "add" | "remove">,
): Promise<{ changed: number; unchanged: number; refused: { id: string; reason: string }[] }> {
  const { bulkTagDto } = await schemas();
  const all = { changed: 0, unchanged: 0, refused: [] as { id: string; reason: string }[] };
  for (let from = 0; from < sessionIds.length; from += 100) {
    const body = { sessionIds: sessionIds.slice(from, from + 100), ...tags };
    const done = await callApi("/sessions/bulk-tag", bulkTagDto, { environment, method: "POST", body });
    all.changed += done.changed;
    all.unchanged += done.unchanged;
    all.refused.push(...done.refused.map(({ sessionId, reason }) => ({ id: sessionId, reason })));
  }
  return all;
}
