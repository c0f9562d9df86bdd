import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/auth/actor";
import { callApi } from "@/lib/http/api-client";
import type { PiiField } from "@/lib/sessions/schema";
import type { DataAccessInput } from "@/lib/settings/schema";

const schemas = () => import("@/lib/settings/schema");

export const settingsQueries = {
  dataAccess: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "data-access"],
      queryFn: async ({ signal }) =>
        callApi("/settings/data-access", (await schemas()).settingsDto, { environment, signal }),
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
