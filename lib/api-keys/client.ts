import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import type { ApiKeyChanges, ApiKeyInput, CloneInput } from "@/lib/api-keys/schema";
import { callApi } from "@/lib/browser/api-client";

const schemas = () => import("@/lib/api-keys/schema");
const keyAt = (id: string) => `/api-keys/${encodeURIComponent(id)}`;

export const apiKeyQueries = {
  all: (environment: Environment) => [environment, "api-keys"] as const,
  list: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "api-keys", "list"],
      queryFn: async ({ signal }) =>
        callApi("/api-keys?limit=100", (await schemas()).apiKeyPage, { environment, signal }),
    }),
  usage: (environment: Environment, id: string) =>
    queryOptions({
      queryKey: [environment, "api-keys", "usage", id],
      queryFn: async ({ signal }) =>
        callApi(`${keyAt(id)}/usage`, (await schemas()).usageDto, { environment, signal }),
    }),
};

export const apiKeyActions = {
  create: async (environment: Environment, body: ApiKeyInput) =>
    callApi("/api-keys", (await schemas()).newApiKeyDto, { environment, method: "POST", body }),
  update: async (environment: Environment, id: string, body: ApiKeyChanges) =>
    callApi(keyAt(id), (await schemas()).apiKeyDto, { environment, method: "PATCH", body }),
  clone: async (environment: Environment, id: string, body: CloneInput) =>
    callApi(`${keyAt(id)}/clone`, (await schemas()).clonedApiKeyDto, { environment, method: "POST", body }),
  revoke: async (environment: Environment, id: string) =>
    callApi(`${keyAt(id)}/expire`, (await schemas()).apiKeyDto, { environment, method: "POST", body: {} }),
};
