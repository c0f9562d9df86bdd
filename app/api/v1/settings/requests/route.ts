import { apiRoute } from "@/lib/http/api-route";
import { getRequestSettings } from "@/lib/settings/read";
import { requestSettingsDto, requestSettingsInput } from "@/lib/settings/schema";
import { updateRequestSettings } from "@/lib/settings/write";

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
