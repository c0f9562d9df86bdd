import { apiKeyDto, apiKeyParams, emptyInput } from "@/lib/api-keys/schema";
import { expireApiKey } from "@/lib/api-keys/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Revoke an API key",
  params: apiKeyParams,
  body: emptyInput,
  response: apiKeyDto,
  handler: ({ actor, params }) => expireApiKey(actor, params),
});
