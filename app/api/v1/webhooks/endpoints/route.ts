import { apiRoute } from "@/lib/http/api-route";
import { createEndpoint } from "@/lib/webhooks/endpoints";
import { listEndpoints } from "@/lib/webhooks/read";
import { endpointInput, endpointList, newEndpointDto } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "List webhook endpoints",
  response: endpointList,
  handler: ({ actor }) => listEndpoints(actor),
});

export const POST = apiRoute({
  summary: "Create a webhook endpoint",
  body: endpointInput,
  response: newEndpointDto,
  status: 201,
  isSecret: true,
  handler: ({ actor, body }) => createEndpoint(actor, body),
});
