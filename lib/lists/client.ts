import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { BlocklistDto, removalReasons } from "@/lib/lists/schema";

const schemas = () => import("@/lib/lists/schema");

export const listQueries = {
  all: (environment: Environment) => [environment, "lists", "blocklist"] as const,
  blocklist: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "lists", "blocklist", "mode"],
      queryFn: async ({ signal }) =>
        callApi("/lists/blocklist", (await schemas()).blocklistDto, { environment, signal }),
    }),
  entries: (environment: Environment, params: string) =>
    queryOptions({
      queryKey: [environment, "lists", "blocklist", "entries", params],
      queryFn: async ({ signal }) =>
        callApi(`/lists/blocklist/entries?${params}`, (await schemas()).blocklistPage, {
          environment,
          signal,
        }),
    }),
};

export const listActions = {
  remove: async (environment: Environment, entryId: string, reasonCode: (typeof removalReasons)[number]) =>
    callApi(
      `/lists/blocklist/entries/${encodeURIComponent(entryId)}?reasonCode=${reasonCode}`,
      (await schemas()).removedEntryDto,
      { environment, method: "DELETE" },
    ),
  update: async (environment: Environment, body: BlocklistDto) =>
    callApi("/lists/blocklist", (await schemas()).blocklistDto, { environment, method: "PATCH", body }),
};
