import { listApiKeys } from "@/lib/api-keys/read";
import { apiKeyInput, apiKeyPage, apiKeyQuery, newApiKeyDto } from "@/lib/api-keys/schema";
import { createApiKey } from "@/lib/api-keys/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List API keys",
  query: apiKeyQuery,
  response: apiKeyPage,
  handler: ({ actor, query }) => listApiKeys(actor, query),
});

export const POST = apiRoute({
  summary: "Create an API key",
  body: apiKeyInput,
  response: newApiKeyDto,
  status: 201,
  isSecret: true,
  handler: ({ actor, body }) => createApiKey(actor, body),
});
