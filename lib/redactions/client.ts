import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { RedactionOutcome, redactionTarget } from "@/lib/redactions/schema";

/** Sessions by their ids, or the list's filter as in its address. */
export type TargetInput = z.input<typeof redactionTarget>;

const schemas = () => import("@/lib/redactions/schema");
const at = (id: string) => `/redactions/${encodeURIComponent(id)}`;

export const redactionQueries = {
  list: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "redactions"],
      queryFn: async ({ signal }) =>
        callApi("/redactions", (await schemas()).redactionList, { environment, signal }),
    }),
  one: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "redactions", id],
      queryFn: async ({ signal }) =>
        callApi(at(id), (await schemas()).bulkRedactionDto, { environment, signal }),
    }),
  items: (environment: Environment, id: string, outcome: RedactionOutcome | "", after: string) =>
    queryOptions({
      queryKey: [environment, "redactions", id, "items", outcome, after],
      queryFn: async ({ signal }) => {
        const params = new URLSearchParams({ ...(outcome && { outcome }), ...(after && { after }) });
        return callApi(`${at(id)}/items?${params}`, (await schemas()).redactionItems, {
          environment,
          signal,
        });
      },
    }),
  forecast: (environment: Environment, target: TargetInput) =>
    queryOptions({
      queryKey: [environment, "redactions", "forecast", target],
      queryFn: async ({ signal }) =>
        callApi("/redactions/forecast", (await schemas()).redactionForecast, {
          environment,
          method: "POST",
          body: target,
          signal,
        }),
      staleTime: 0,
      gcTime: 0,
    }),
};

export const redactionActions = {
  request: async (environment: Environment, body: TargetInput & { confirm: string }) =>
    callApi("/redactions", (await schemas()).bulkRedactionDto, { environment, method: "POST", body }),
  act: async (environment: Environment, id: string, action: "pause" | "resume" | "stop") =>
    callApi(`${at(id)}/${action}`, (await schemas()).bulkRedactionDto, { environment, method: "POST" }),
};
