import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { LookInput, QualityQuery } from "@/lib/quality/schema";

const schemas = () => import("@/lib/quality/schema");
const at = (id: string) => `/quality/${encodeURIComponent(id)}`;

export const qualityQueries = {
  all: (environment: Environment) => [environment, "quality", "figures"] as const,
  figures: (environment: Environment, { from, to }: QualityQuery) =>
    queryOptions({
      queryKey: [...qualityQueries.all(environment), from ?? "", to ?? ""],
      queryFn: async ({ signal }) => {
        const days = new URLSearchParams({ ...(from && { from }), ...(to && { to }) });
        return callApi(`/quality?${days}`, (await schemas()).qualityDto, { environment, signal });
      },
    }),
  look: (environment: Environment, lookId: string) =>
    queryOptions({
      queryKey: [environment, "quality", "look", lookId],
      queryFn: async ({ signal }) => callApi(at(lookId), (await schemas()).lookDto, { environment, signal }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
  note: (environment: Environment, lookId: string) =>
    queryOptions({
      queryKey: [environment, "quality", "note", lookId],
      queryFn: async ({ signal }) =>
        callApi(`${at(lookId)}/note`, (await schemas()).lookNoteDto, { environment, signal }),
    }),
};

export const qualityActions = {
  take: async (environment: Environment, lookId: string) =>
    callApi(`${at(lookId)}/take`, (await schemas()).namedDto, { environment, method: "POST" }),
  release: async (environment: Environment, lookId: string) =>
    callApi(`${at(lookId)}/release`, (await schemas()).namedDto, { environment, method: "POST" }),
  record: async (environment: Environment, lookId: string, body: LookInput) =>
    callApi(`${at(lookId)}/outcome`, (await schemas()).recordedDto, { environment, method: "POST", body }),
};
