import { apiKeyParams, clonedApiKeyDto, cloneInput } from "@/lib/api-keys/schema";
import { cloneApiKey } from "@/lib/api-keys/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Clone an API key",
  params: apiKeyParams,
  body: cloneInput,
  response: clonedApiKeyDto,
  status: 201,
  isSecret: true,
  handler: ({ actor, params, body }) => cloneApiKey(actor, { ...params, ...body }),
});
