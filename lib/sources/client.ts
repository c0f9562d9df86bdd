import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { NewCredentials, ProbeInput, SourceChanges, SourceInput } from "@/lib/sources/schema";

const schemas = () => import("@/lib/sources/schema");
const sourceAt = (id: string) => `/sources/${encodeURIComponent(id)}`;

/** How often a page asks for the progress of a source's work, and how often after an error. */
const everyMs = ({ state }: { state: { status: string } }) => (state.status === "error" ? 30_000 : 3_000);

export const sourceQueries = {
  all: (environment: Environment) => [environment, "sources"] as const,
  vendors: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "sources", "vendors"],
      queryFn: async ({ signal }) =>
        callApi("/sources/vendors", (await schemas()).vendorList, { environment, signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  list: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "sources", "list"],
      queryFn: async ({ signal }) =>
        callApi("/sources", (await schemas()).sourceList, { environment, signal }),
      refetchInterval: everyMs,
    }),
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "sources", id],
      queryFn: async ({ signal }) =>
        callApi(sourceAt(id), (await schemas()).sourceDto, { environment, signal }),
      refetchInterval: everyMs,
    }),
  runs: (environment: Environment, id: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "sources", id, "runs", offset],
      queryFn: async ({ signal }) =>
        callApi(`${sourceAt(id)}/runs?limit=20&offset=${offset}`, (await schemas()).runPage, {
          environment,
          signal,
        }),
      refetchInterval: everyMs,
    }),
  run: (environment: Environment, id: string, runId: string) =>
    queryOptions({
      queryKey: [environment, "sources", id, "run", runId],
      queryFn: async ({ signal }) =>
        callApi(`${sourceAt(id)}/runs/${encodeURIComponent(runId)}`, (await schemas()).runDto, {
          environment,
          signal,
        }),
      refetchInterval: everyMs,
    }),
  items: (environment: Environment, id: string, state: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "sources", id, "items", state, offset],
      queryFn: async ({ signal }) => {
        const query = new URLSearchParams({ limit: "25", offset: String(offset), ...(state && { state }) });
        return callApi(`${sourceAt(id)}/items?${query}`, (await schemas()).itemPage, { environment, signal });
      },
      refetchInterval: everyMs,
    }),
  reports: (environment: Environment, id: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "sources", id, "reports", offset],
      queryFn: async ({ signal }) =>
        callApi(`${sourceAt(id)}/reports?limit=20&offset=${offset}`, (await schemas()).reportPage, {
          environment,
          signal,
        }),
      refetchInterval: everyMs,
    }),
};

export const sourceActions = {
  create: async (environment: Environment, body: SourceInput) =>
    callApi("/sources", (await schemas()).sourceDto, { environment, method: "POST", body }),
  update: async (environment: Environment, id: string, body: SourceChanges) =>
    callApi(sourceAt(id), (await schemas()).sourceDto, { environment, method: "PATCH", body }),
  replaceCredentials: async (environment: Environment, id: string, body: NewCredentials) =>
    callApi(`${sourceAt(id)}/credentials`, (await schemas()).sourceDto, { environment, method: "PUT", body }),
  /** Pauses it, resumes it, or lists it from the beginning. */
  steer: async (environment: Environment, id: string, what: "pause" | "resume" | "sync") =>
    callApi(`${sourceAt(id)}/${what}`, (await schemas()).sourceDto, {
      environment,
      method: "POST",
      body: {},
    }),
  remove: async (environment: Environment, id: string) =>
    callApi(sourceAt(id), (await schemas()).removedSourceDto, { environment, method: "DELETE" }),
  test: async (environment: Environment, id: string) =>
    callApi(`${sourceAt(id)}/test`, (await schemas()).probeDto, { environment, method: "POST", body: {} }),
  testNew: async (environment: Environment, body: ProbeInput) =>
    callApi("/sources/test", (await schemas()).probeDto, { environment, method: "POST", body }),
  fetchItems: async (environment: Environment, id: string, vendorIds: string[]) =>
    callApi(`${sourceAt(id)}/items`, (await schemas()).queuedDto, {
      environment,
      method: "POST",
      body: { vendorIds },
    }),
  retryReports: async (environment: Environment, id: string) =>
    callApi(`${sourceAt(id)}/reports`, (await schemas()).queuedDto, {
      environment,
      method: "POST",
      body: {},
    }),
};
