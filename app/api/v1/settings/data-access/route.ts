import { apiRoute } from "@/lib/http/api-route";
import { getSettings } from "@/lib/settings/read";
import { dataAccessInput, settingsDto } from "@/lib/settings/schema";
import { updateDataAccess } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get what the API may return",
  response: settingsDto,
  handler: ({ actor }) => getSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change what the API may return",
  body: dataAccessInput,
  response: settingsDto,
  handler: ({ actor, body }) => updateDataAccess(actor, body),
});
