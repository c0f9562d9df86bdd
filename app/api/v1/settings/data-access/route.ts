import { apiRoute } from "@/lib/http/api-route";
import { getSettings } from "@/lib/settings/read";
import { dataAccessInput, settingsDto } from "@/lib/settings/schema";
import { updateDataAccess } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get the data-access settings",
  response: settingsDto,
  handler: ({ actor }) => getSettings(actor, "data-access"),
});

export const PATCH = apiRoute({
  summary: "Change the data-access settings",
  body: dataAccessInput,
  response: settingsDto,
  handler: ({ actor, body }) => updateDataAccess(actor, body),
});
