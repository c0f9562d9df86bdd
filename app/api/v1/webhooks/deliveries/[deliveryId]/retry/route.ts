import { apiRoute } from "@/lib/http/api-route";
import { retryDelivery } from "@/lib/webhooks/retry";
import { deliveryParams, emptyInput, endpointDeliveryDto } from "@/lib/webhooks/schema";

export const POST = apiRoute({
  summary: "Retry a failed webhook delivery",
  params: deliveryParams,
  body: emptyInput,
  response: endpointDeliveryDto,
  handler: ({ actor, params }) => retryDelivery(actor, params),
});
