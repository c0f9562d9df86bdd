import { apiRoute } from "@/lib/http/api-route";
import { retryDeliveries } from "@/lib/webhooks/retry";
import { endpointParams, retriedDto, retryInput } from "@/lib/webhooks/schema";

export const POST = apiRoute({
  summary: "Retry the failed deliveries of a webhook endpoint",
  params: endpointParams,
  body: retryInput,
  response: retriedDto,
  handler: ({ actor, params, body }) => retryDeliveries(actor, { ...params, ...body }),
});
