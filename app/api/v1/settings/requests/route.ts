import { apiRoute } from "@/lib/http/api-route";
import { getRequestSettings } from "@/lib/request-settings/read";
import { requestSettingsDto, requestSettingsInput } from "@/lib/request-settings/schema";
import { updateRequestSettings } from "@/lib/request-settings/write";

export const GET = apiRoute({
  summary: "Get the request settings",
  response: requestSettingsDto,
  handler: ({ actor }) => getRequestSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change the request settings",
  body: requestSettingsInput,
  response: requestSettingsDto,
  handler: ({ actor, body }) => updateRequestSettings(actor, body),
});
