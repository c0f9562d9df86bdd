import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { EndpointChanges, EndpointInput } from "@/lib/webhooks/schema";

const schemas = () => import("@/lib/webhooks/schema");
const endpointAt = (id: string) => `/webhooks/endpoints/${encodeURIComponent(id)}`;
const deliveryAt = (id: string) => `/webhooks/deliveries/${encodeURIComponent(id)}`;

export const webhookQueries = {
  deliveries: (environment: Environment, sessionId: string) =>
    queryOptions({
      queryKey: [environment, "sessions", sessionId, "webhook-deliveries"],
      queryFn: async ({ signal }) => {
        const { deliveryList } = await import("@/lib/webhooks/schema");
        return callApi(`/sessions/${encodeURIComponent(sessionId)}/webhook-deliveries`, deliveryList, {
          environment,
          signal,
        });
      },
    }),
  all: (environment: Environment) => [environment, "webhooks"] as const,
  endpoints: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "webhooks", "endpoints"],
      queryFn: async ({ signal }) =>
        callApi("/webhooks/endpoints", (await schemas()).endpointList, { environment, signal }),
    }),
  ofEndpoint: (environment: Environment, id: string, status: string, offset: number) =>
    queryOptions({
      queryKey: [environment, "webhooks", "deliveries", id, status, offset],
      queryFn: async ({ signal }) => {
        const query = new URLSearchParams({ limit: "25", offset: String(offset), ...(status && { status }) });
        return callApi(`${endpointAt(id)}/deliveries?${query}`, (await schemas()).deliveryPage, {
          environment,
          signal,
        });
      },
    }),
  delivery: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "webhooks", "delivery", id],
      queryFn: async ({ signal }) =>
        callApi(deliveryAt(id), (await schemas()).deliveryDetailDto, { environment, signal }),
    }),
};

export const webhookActions = {
  create: async (environment: Environment, body: EndpointInput) =>
    callApi("/webhooks/endpoints", (await schemas()).newEndpointDto, { environment, method: "POST", body }),
  update: async (environment: Environment, id: string, body: EndpointChanges) =>
    callApi(endpointAt(id), (await schemas()).endpointDto, { environment, method: "PATCH", body }),
  remove: async (environment: Environment, id: string) =>
    callApi(endpointAt(id), (await schemas()).deletedEndpointDto, { environment, method: "DELETE" }),
  rotate: async (environment: Environment, id: string) =>
    callApi(`${endpointAt(id)}/rotate-secret`, (await schemas()).newEndpointDto, {
      environment,
      method: "POST",
      body: {},
    }),
  test: async (environment: Environment, id: string) =>
    callApi(`${endpointAt(id)}/test`, (await schemas()).testDto, { environment, method: "POST", body: {} }),
  retryAll: async (environment: Environment, id: string) =>
    callApi(`${endpointAt(id)}/retry`, (await schemas()).retriedDto, {
      environment,
      method: "POST",
      body: {},
    }),
  retry: async (environment: Environment, id: string) =>
    callApi(`${deliveryAt(id)}/retry`, (await schemas()).endpointDeliveryDto, {
      environment,
      method: "POST",
      body: {},
    }),
};
