import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { HoldInput, HoldReviewInput } from "@/lib/holds/schema";

const schemas = () => import("@/lib/holds/schema");

/** The kinds of record that a hold can be placed on. */
export type HoldTarget = { type: "session" | "identity" | "request"; id: string };

const paths = { session: "sessions", identity: "identities", request: "requests" } as const;
const at = ({ type, id }: HoldTarget) => `/${paths[type]}/${encodeURIComponent(id)}/holds`;

/** Holds that one page of the list shows. */
export const holdListSize = 50;

export const holdQueries = {
  list: (environment: Environment, params: Readonly<Record<string, string>>) =>
    queryOptions({
      queryKey: [environment, "holds", params],
      queryFn: async ({ signal }) =>
        callApi(`/holds?${new URLSearchParams(params)}`, (await schemas()).holdPage, { environment, signal }),
    }),
  on: (environment: Environment, target: HoldTarget) =>
    queryOptions({
      queryKey: [environment, paths[target.type], target.id, "holds"],
      queryFn: async ({ signal }) => callApi(at(target), (await schemas()).holdList, { environment, signal }),
    }),
};

export const holdActions = {
  review: async (environment: Environment, holdId: string, body: HoldReviewInput) =>
    callApi(`/holds/${encodeURIComponent(holdId)}`, (await schemas()).holdDto, {
      environment,
      method: "PATCH",
      body,
    }),
  place: async (environment: Environment, target: HoldTarget, body: HoldInput) =>
    callApi(at(target), (await schemas()).holdList, { environment, method: "POST", body }),
  release: async (environment: Environment, target: HoldTarget, holdId: string) =>
    callApi(`${at(target)}/${encodeURIComponent(holdId)}`, (await schemas()).holdList, {
      environment,
      method: "DELETE",
    }),
};
