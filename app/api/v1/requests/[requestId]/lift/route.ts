import { apiRoute } from "@/lib/http/api-route";
import { liftForRequest } from "@/lib/requests/rectify";
import { liftInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Lift a restriction after informing the requester",
  params: requestParams,
  body: liftInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => liftForRequest(actor, { ...params, ...body }),
});
