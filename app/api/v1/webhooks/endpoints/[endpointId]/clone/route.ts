import { apiRoute } from "@/lib/http/api-route";
import { cloneEndpoint } from "@/lib/webhooks/endpoints";
import { clonedEndpointDto, emptyInput, endpointParams } from "@/lib/webhooks/schema";

export const POST = apiRoute({
  summary: "Clone a webhook endpoint",
  params: endpointParams,
  body: emptyInput,
  response: clonedEndpointDto,
  status: 201,
  isSecret: true,
  handler: ({ actor, params }) => cloneEndpoint(actor, params),
});
