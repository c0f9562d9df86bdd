import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi, saveFile } from "@/lib/browser/api-client";
import type { DraftQuery, MessageInput } from "@/lib/messages/schema";

/** The schemas are loaded with the browser's first call. */
const schemas = () => import("@/lib/messages/schema");

const at = (id: string) => `/requests/${encodeURIComponent(id)}/messages`;

export const messageQueries = {
  list: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "requests", id, "messages"],
      queryFn: async ({ signal }) => callApi(at(id), (await schemas()).messageList, { environment, signal }),
    }),
  draft: (environment: Environment, id: string, { kind, language }: DraftQuery) =>
    queryOptions({
      queryKey: [environment, "requests", id, "messages", "draft", kind, language],
      queryFn: async ({ signal }) =>
        callApi(`${at(id)}/draft?kind=${kind}&language=${language}`, (await schemas()).draftDto, {
          environment,
          signal,
        }),
      staleTime: 0,
    }),
};

export const messageActions = {
  send: async (environment: Environment, id: string, body: MessageInput) =>
    callApi(at(id), (await schemas()).messageList, { environment, method: "POST", body }),
  saveLetter: (environment: Environment, id: string, messageId: string) =>
    saveFile(`${at(id)}/${messageId}/letter`, `${id}-${messageId}.pdf`, environment),
};
