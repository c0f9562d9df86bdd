import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi } from "@/lib/http/api-client";
import type { PiiField } from "@/lib/sessions/schema";
import type { RoutingRule } from "@/lib/settings/routing-rules";
import type {
  ClockPreviewQuery,
  DataAccessInput,
  RequestSettingsInput,
  RetentionSettingsInput,
  ReviewSettingsInput,
} from "@/lib/settings/schema";

const schemas = () => import("@/lib/settings/schema");

export const settingsQueries = {
  dataAccess: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "data-access"],
      queryFn: async ({ signal }) =>
        callApi("/settings/data-access", (await schemas()).settingsDto, { environment, signal }),
    }),
  review: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "review"],
      queryFn: async ({ signal }) =>
        callApi("/settings/review", (await schemas()).reviewSettingsDto, { environment, signal }),
    }),
  requests: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "requests"],
      queryFn: async ({ signal }) =>
        callApi("/settings/requests", (await schemas()).requestSettingsDto, { environment, signal }),
    }),
  /** The days of a request that came in now. */
  clockPreview: (environment: Environment, tried: ClockPreviewQuery) =>
    queryOptions({
      queryKey: [environment, "settings", "requests", "preview", JSON.stringify(tried)],
      queryFn: async ({ signal }) => {
        const { jurisdiction = "", timeZone = "", holidayPlace = "" } = tried;
        const query = new URLSearchParams({ jurisdiction, time_zone: timeZone, holiday_place: holidayPlace });
        return callApi(`/settings/requests/preview?${query}`, (await schemas()).clockPreviewDto, {
          environment,
          signal,
        });
      },
    }),
  /** Where the open cases would go under some rules. */
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
  /** What an API client would get under a whitelist. */
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

/** Changes what the API may return. Answers 409 when somebody else was faster. */
export async function updateDataAccess(environment: Environment, change: DataAccessInput) {
  return callApi("/settings/data-access", (await schemas()).settingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes how long data are kept. Answers 409 when somebody else was faster. */
export async function updateRetention(environment: Environment, change: RetentionSettingsInput) {
  return callApi("/settings/retention", (await schemas()).settingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes how cases are reviewed. Answers 409 when somebody else was faster. */
export async function updateReviewSettings(environment: Environment, change: ReviewSettingsInput) {
  return callApi("/settings/review", (await schemas()).reviewSettingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}

/** Changes how requests of data subjects are answered. Answers 409 when somebody else was faster. */
export async function updateRequestSettings(environment: Environment, change: RequestSettingsInput) {
  return callApi("/settings/requests", (await schemas()).requestSettingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}
