import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, sendForm } from "@/lib/browser/api-client";
import type { WatchlistChanges, WatchlistInput } from "@/lib/watchlists/schema";

const schemas = () => import("@/lib/watchlists/schema");
const at = (id: string) => `/watchlists/${encodeURIComponent(id)}`;

/** Entries that one page shows. */
export const entryPageSize = 50;

export const watchlistQueries = {
  all: (environment: Environment) => [environment, "watchlists"] as const,
  list: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "watchlists", "list"],
      queryFn: async ({ signal }) =>
        callApi("/watchlists", (await schemas()).watchlistList, { environment, signal }),
    }),
  entries: (environment: Environment, id: string, q: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "watchlists", id, "entries", q, offset],
      queryFn: async ({ signal }) => {
        const params = new URLSearchParams({
          limit: String(entryPageSize),
          offset: String(offset),
          ...(q && { q }),
        });
        return callApi(`${at(id)}/entries?${params}`, (await schemas()).watchlistEntryPage, {
          environment,
          signal,
        });
      },
    }),
};

export const watchlistActions = {
  create: async (environment: Environment, body: WatchlistInput) =>
    callApi("/watchlists", (await schemas()).watchlistDto, { environment, method: "POST", body }),
  update: async (environment: Environment, id: string, body: WatchlistChanges) =>
    callApi(at(id), (await schemas()).watchlistDto, { environment, method: "PATCH", body }),
  upload: async (environment: Environment, id: string, file: File) => {
    const form = new FormData();
    form.set("file", file);
    return sendForm(`${at(id)}/entries`, (await schemas()).uploadedDto, { environment, method: "PUT", form });
  },
  delete: async (environment: Environment, id: string) =>
    callApi(at(id), (await schemas()).deletedWatchlistDto, { environment, method: "DELETE" }),
};
