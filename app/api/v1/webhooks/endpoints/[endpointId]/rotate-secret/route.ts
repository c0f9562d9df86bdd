import { apiRoute } from "@/lib/http/api-route";
import { rotateSecret } from "@/lib/webhooks/endpoints";
import { emptyInput, endpointParams, newEndpointDto } from "@/lib/webhooks/schema";

export const POST = apiRoute({
  summary: "Replace the secret of a webhook endpoint",
  params: endpointParams,
  body: emptyInput,
  response: newEndpointDto,
  isSecret: true,
  handler: ({ actor, params }) => rotateSecret(actor, params),
});
