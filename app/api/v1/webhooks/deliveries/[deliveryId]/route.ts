import { apiRoute } from "@/lib/http/api-route";
import { getDelivery } from "@/lib/webhooks/read";
import { deliveryDetailDto, deliveryParams } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "Get a webhook delivery with its attempts",
  params: deliveryParams,
  response: deliveryDetailDto,
  handler: ({ actor, params }) => getDelivery(actor, params),
});
