import * as sessionsOneWebhookDeliveries from "@/app/api/v1/sessions/[sessionId]/webhook-deliveries/route";
import * as webhooksDeliveriesOneRetry from "@/app/api/v1/webhooks/deliveries/[deliveryId]/retry/route";
import * as webhooksEndpointsOneDeliveries from "@/app/api/v1/webhooks/endpoints/[endpointId]/deliveries/route";
import * as webhooksEndpointsOneTest from "@/app/api/v1/webhooks/endpoints/[endpointId]/test/route";
import * as webhooksEndpointsEventTypes from "@/app/api/v1/webhooks/endpoints/event-types/route";
import * as webhooksEndpoints from "@/app/api/v1/webhooks/endpoints/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read, write } = toolsOf("webhooks");

export const webhooksTools = [
  read(
    "list_webhook_endpoints",
    "webhooks:read",
    "GET /api/v1/webhooks/endpoints",
    webhooksEndpoints.GET,
    "Lists webhook endpoints.",
  ),
  read(
    "list_webhook_event_types",
    "webhooks:read",
    "GET /api/v1/webhooks/endpoints/event-types",
    webhooksEndpointsEventTypes.GET,
    "Lists the events that an endpoint can receive.",
  ),
  read(
    "list_webhook_deliveries",
    "webhooks:read",
    "GET /api/v1/webhooks/endpoints/{endpointId}/deliveries",
    webhooksEndpointsOneDeliveries.GET,
    "Lists deliveries to an endpoint, newest first.",
  ),
  read(
    "list_session_deliveries",
    "sessions:read",
    "GET /api/v1/sessions/{sessionId}/webhook-deliveries",
    sessionsOneWebhookDeliveries.GET,
    "Lists webhook deliveries about a session.",
  ),
  write(
    "test_webhook_endpoint",
    "webhooks:write",
    "POST /api/v1/webhooks/endpoints/{endpointId}/test",
    webhooksEndpointsOneTest.POST,
    "Sends a test event to an endpoint.",
  ),
  write(
    "retry_webhook_delivery",
    "webhooks:write",
    "POST /api/v1/webhooks/deliveries/{deliveryId}/retry",
    webhooksDeliveriesOneRetry.POST,
    "Sends a failed delivery again.",
  ),
];
