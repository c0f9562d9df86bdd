import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { LinkInput } from "@/lib/delivery/schema";

const schemas = () => import("@/lib/delivery/schema");

const at = (requestId: string) => `/requests/${encodeURIComponent(requestId)}/deliveries`;

export const deliveryQueries = {
  links: (environment: Environment, requestId: string) =>
    queryOptions({
      queryKey: [environment, "requests", requestId, "deliveries"],
      queryFn: async ({ signal }) =>
        callApi(at(requestId), (await schemas()).linkList, { environment, signal }),
    }),
};

export const previewQuery = (environment: Environment, requestId: string) =>
  queryOptions({
    queryKey: [environment, "requests", requestId, "preview"],
    queryFn: async ({ signal }) =>
      callApi(`/requests/${encodeURIComponent(requestId)}/preview`, (await schemas()).previewDto, {
        environment,
        signal,
      }),
    // An old preview may differ from the answer: it is never shown from the cache.
    gcTime: 0,
    staleTime: 0,
  });

export const deliveryActions = {
  create: async (environment: Environment, requestId: string, body: LinkInput) =>
    callApi(at(requestId), (await schemas()).madeLinkDto, { environment, method: "POST", body }),
  revoke: async (environment: Environment, requestId: string, linkId: string) =>
    callApi(`${at(requestId)}/${linkId}`, (await schemas()).linkList, { environment, method: "DELETE" }),
  /** Called by the recipient of a link. The environment is the link's. */
  open: async (token: string, code: string) =>
    callApi("/deliveries/open", (await schemas()).openedDto, {
      environment: "live",
      method: "POST",
      body: { token, code },
    }),
  /** The address of the package for the browser that gave the code. */
  packagePath: "/api/v1/deliveries/package",
};
