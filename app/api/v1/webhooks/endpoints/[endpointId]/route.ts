import { apiRoute } from "@/lib/http/api-route";
import { deleteEndpoint, updateEndpoint } from "@/lib/webhooks/endpoints";
import { getEndpoint } from "@/lib/webhooks/read";
import { deletedEndpointDto, endpointChanges, endpointDto, endpointParams } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "Get a webhook endpoint",
  params: endpointParams,
  response: endpointDto,
  handler: ({ actor, params }) => getEndpoint(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change a webhook endpoint",
  params: endpointParams,
  body: endpointChanges,
  response: endpointDto,
  handler: ({ actor, params, body }) => updateEndpoint(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Delete a webhook endpoint",
  params: endpointParams,
  response: deletedEndpointDto,
  handler: ({ actor, params }) => deleteEndpoint(actor, params),
});
