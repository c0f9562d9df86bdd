import { apiRoute } from "@/lib/http/api-route";
import { getSettings } from "@/lib/settings/read";
import { retentionSettingsInput, settingsDto } from "@/lib/settings/schema";
import { updateRetention } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get the retention settings",
  response: settingsDto,
  handler: ({ actor }) => getSettings(actor, "retention"),
});

export const PATCH = apiRoute({
  summary: "Change the retention settings",
  body: retentionSettingsInput,
  response: settingsDto,
  handler: ({ actor, body }) => updateRetention(actor, body),
});
