import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { ClockPreviewQuery, RequestSettingsInput } from "@/lib/request-settings/schema";

const schemas = () => import("@/lib/request-settings/schema");

export const requestSettingsQueries = {
  saved: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "requests"],
      queryFn: async ({ signal }) =>
        callApi("/settings/requests", (await schemas()).requestSettingsDto, { environment, signal }),
    }),
  /** Returns the deadlines of a request received now. */
  clock: (environment: Environment, tried: ClockPreviewQuery) =>
    queryOptions({
      queryKey: [environment, "settings", "requests", "preview", JSON.stringify(tried)],
      queryFn: async ({ signal }) => {
        const { jurisdiction = "", holidayPlace = "" } = tried;
        const query = new URLSearchParams({ jurisdiction, holiday_place: holidayPlace });
        return callApi(`/settings/requests/preview?${query}`, (await schemas()).clockPreviewDto, {
          environment,
          signal,
        });
      },
    }),
};

/** Changes the settings for data-subject requests. Rejects with status 409 when another member has saved first. */
export async function updateRequestSettings(environment: Environment, change: RequestSettingsInput) {
  return callApi("/settings/requests", (await schemas()).requestSettingsDto, {
    environment,
    method: "PATCH",
    body: change,
  });
}
