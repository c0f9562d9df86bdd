import { getApiKeyUsage } from "@/lib/api-keys/read";
import { apiKeyParams, usageDto, usageQuery } from "@/lib/api-keys/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count the calls of an API key by day",
  params: apiKeyParams,
  query: usageQuery,
  response: usageDto,
  handler: ({ actor, params, query }) => getApiKeyUsage(actor, { ...params, ...query }),
});
