import { apiRoute } from "@/lib/http/api-route";
import { getDocumentSettings } from "@/lib/settings/read";
import { documentSettingsDto, documentSettingsInput } from "@/lib/settings/schema";
import { updateDocumentSettings } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get the settings of images",
  response: documentSettingsDto,
  handler: ({ actor }) => getDocumentSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change the settings of images",
  body: documentSettingsInput,
  response: documentSettingsDto,
  handler: ({ actor, body }) => updateDocumentSettings(actor, body),
});
