import { apiRoute } from "@/lib/http/api-route";
import { sessionParams } from "@/lib/sessions/schema";
import { listDeliveries } from "@/lib/webhooks/read";
import { deliveryList } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "List webhook deliveries for a session",
  params: sessionParams,
  response: deliveryList,
  handler: ({ actor, params }) => listDeliveries(actor, params),
});
