import { getApiKey } from "@/lib/api-keys/read";
import { apiKeyChanges, apiKeyDto, apiKeyParams } from "@/lib/api-keys/schema";
import { updateApiKey } from "@/lib/api-keys/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get an API key",
  params: apiKeyParams,
  response: apiKeyDto,
  handler: ({ actor, params }) => getApiKey(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change an API key",
  params: apiKeyParams,
  body: apiKeyChanges,
  response: apiKeyDto,
  handler: ({ actor, params, body }) => updateApiKey(actor, { ...params, ...body }),
});
