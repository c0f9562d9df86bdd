import { apiRoute } from "@/lib/http/api-route";
import { getRequestSettings } from "@/lib/settings/read";
import { requestSettingsDto, requestSettingsInput } from "@/lib/settings/schema";
import { updateRequestSettings } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get how requests of data subjects are taken in and answered",
  response: requestSettingsDto,
  handler: ({ actor }) => getRequestSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change how requests of data subjects are taken in and answered",
  body: requestSettingsInput,
  response: requestSettingsDto,
  handler: ({ actor, body }) => updateRequestSettings(actor, body),
});
