import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile, sendForm } from "@/lib/browser/api-client";
import type { ItemInput, ListChanges, ListInput } from "@/lib/typed-lists/schema";

const schemas = () => import("@/lib/typed-lists/schema");
const at = (id: string) => `/lists/${encodeURIComponent(id)}`;
const matchAt = (id: string) => `/lists/matches/${encodeURIComponent(id)}/false-positive`;

/** Items that one page shows. */
export const itemPageSize = 50;

export const typedListQueries = {
  all: (environment: Environment) => [environment, "lists", "typed"] as const,
  lists: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "lists", "typed", "all"],
      queryFn: async ({ signal }) =>
        callApi("/lists?limit=100", (await schemas()).listPage, { environment, signal }),
    }),
  items: (environment: Environment, id: string, pageAfter: string) =>
    queryOptions({
      queryKey: [environment, "lists", "typed", id, "items", pageAfter],
      queryFn: async ({ signal }) => {
        const params = new URLSearchParams({ limit: String(itemPageSize), ...(pageAfter && { pageAfter }) });
        return callApi(`${at(id)}/items?${params}`, (await schemas()).itemPage, { environment, signal });
      },
    }),
  ofSession: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "lists", "typed", "matches", sessionId],
      queryFn: async ({ signal }) =>
        callApi(`/sessions/${encodeURIComponent(sessionId)}/list-matches`, (await schemas()).listMatches, {
          environment,
          signal,
        }),
    }),
};

export const typedListActions = {
  create: async (environment: Environment, body: ListInput) =>
    callApi("/lists", (await schemas()).listDto, { environment, method: "POST", body }),
  update: async (environment: Environment, id: string, body: ListChanges) =>
    callApi(at(id), (await schemas()).listDto, { environment, method: "PATCH", body }),
  archive: async (environment: Environment, id: string) =>
    callApi(`${at(id)}/archive`, (await schemas()).listDto, { environment, method: "POST", body: {} }),
  addItem: async (environment: Environment, id: string, body: ItemInput) =>
    callApi(`${at(id)}/items`, (await schemas()).itemDto, { environment, method: "POST", body }),
  removeItem: async (environment: Environment, id: string, itemId: string) =>
    callApi(`${at(id)}/items/${encodeURIComponent(itemId)}`, (await schemas()).removedItemDto, {
      environment,
      method: "DELETE",
    }),
  importItems: async (environment: Environment, id: string, file: File) => {
    const form = new FormData();
    form.set("file", file);
    const { importedItemsDto } = await schemas();
    return sendForm(`${at(id)}/items/import`, importedItemsDto, { environment, method: "POST", form });
  },
  exportItems: (environment: Environment, { id, name }: { id: string; name: string }) =>
    saveFile(`${at(id)}/items/csv`, `${name}.csv`, environment),
  markFalse: async (environment: Environment, matchId: string, resolutionNotes?: string) =>
    callApi(matchAt(matchId), (await schemas()).listMatchDto, {
      environment,
      method: "POST",
      body: { ...(resolutionNotes && { resolutionNotes }) },
    }),
  countAgain: async (environment: Environment, matchId: string) =>
    callApi(matchAt(matchId), (await schemas()).listMatchDto, { environment, method: "DELETE" }),
};
