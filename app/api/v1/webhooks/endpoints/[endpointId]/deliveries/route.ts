import { apiRoute } from "@/lib/http/api-route";
import { listEndpointDeliveries } from "@/lib/webhooks/read";
import { deliveryPage, deliveryQuery, endpointParams } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "List the deliveries to a webhook endpoint",
  params: endpointParams,
  query: deliveryQuery,
  response: deliveryPage,
  handler: ({ actor, params, query }) => listEndpointDeliveries(actor, { ...params, ...query }),
});
