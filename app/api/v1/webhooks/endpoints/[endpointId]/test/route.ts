import { apiRoute } from "@/lib/http/api-route";
import { emptyInput, endpointParams, testDto } from "@/lib/webhooks/schema";
import { testEndpoint } from "@/lib/webhooks/test";

export const POST = apiRoute({
  summary: "Send a test event to a webhook endpoint",
  params: endpointParams,
  body: emptyInput,
  response: testDto,
  // The answer of the endpoint may contain anything.
  isPersonal: true,
  handler: ({ actor, params }) => testEndpoint(actor, params),
});
