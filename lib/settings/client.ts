import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { PiiField } from "@/lib/contract/vocabulary";
import type {
  DataAccessInput,
  DocumentSettingsInput,
  RetentionSettingsInput,
  ReviewSettingsInput,
  RoutingRule,
} from "@/lib/settings/schema";

const schemas = () => import("@/lib/settings/schema");

export const settingsQueries = {
  dataAccess: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "data-access"],
      queryFn: async ({ signal }) =>
        callApi("/settings/data-access", (await schemas()).settingsDto, { environment, signal }),
    }),
  documents: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "documents"],
      queryFn: async ({ signal }) =>
        callApi("/settings/documents", (await schemas()).documentSettingsDto, { environment, signal }),
    }),
  retention: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "retention"],
      queryFn: async ({ signal }) =>
        callApi("/settings/retention", (await schemas()).settingsDto, { environment, signal }),
    }),
  review: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "review"],
      queryFn: async ({ signal }) =>
        callApi("/settings/review", (await schemas()).reviewSettingsDto, { environment, signal }),
    }),
  /** Shows which queues the open cases would go to under other rules. */
  routingPreview: (environment: Environment, rules: readonly RoutingRule[]) =>
    queryOptions({
      queryKey: [environment, "settings", "review", "preview", JSON.stringify(rules)],
      queryFn: async ({ signal }) =>
        callApi("/settings/review/preview", (await schemas()).routingPreviewDto, {
          environment,
          signal,
          method: "POST",
          body: { routingRules: rules },
        }),
    }),
  /** Shows what an API client would get under a whitelist. */
  preview: (environment: Environment, fields: readonly PiiField[]) =>
    queryOptions({
      queryKey: [environment, "settings", "data-access", "preview", fields.join(",")],
      queryFn: async ({ signal }) =>
        callApi(
          `/settings/data-access/preview?api_pii_fields=${fields.join(",")}`,
          (await schemas()).dataAccessPreview,
          { environment, signal },
        ),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

/** Changes what the API may return. Rejects with status 409 when another member has saved first. */
export async function updateDataAccess(environment: Environment, change: DataAccessInput) {
  return callApi("/settings/data-access", (await schemas()).settingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes which images come in. Rejects with status 409 when another member has saved first. */
export async function updateDocumentSettings(environment: Environment, change: DocumentSettingsInput) {
  return callApi("/settings/documents", (await schemas()).documentSettingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes how long data is stored. Rejects with status 409 when another member has saved first. */
export async function updateRetention(environment: Environment, change: RetentionSettingsInput) {
  return callApi("/settings/retention", (await schemas()).settingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes how cases are reviewed. Rejects with status 409 when another member has saved first. */
export async function updateReviewSettings(environment: Environment, change: ReviewSettingsInput) {
  return callApi("/settings/review", (await schemas()).reviewSettingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}
