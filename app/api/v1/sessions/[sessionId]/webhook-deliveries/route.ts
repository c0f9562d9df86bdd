import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { listDeliveries } from "@/lib/webhooks/read";
import { deliveryList } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "List webhook deliveries for a session",
  params: sessionParams,
  response: deliveryList,
  handler: ({ actor, params }) => listDeliveries(actor, params),
});
