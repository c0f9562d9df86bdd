import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportDeliveries } from "@/lib/webhooks/csv";
import { deliveryFilter, endpointParams } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "Export the deliveries to an endpoint as CSV",
  params: endpointParams,
  query: deliveryFilter,
  answers: "text/csv",
  handler: async ({ actor, params, query }) =>
    new StreamResponse(
      exportDeliveries(actor, { ...params, ...query }),
      attachment("text/csv; charset=utf-8", "webhook-deliveries.csv"),
    ),
});
