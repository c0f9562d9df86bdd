import { apiRoute } from "@/lib/http/api-route";
import { acknowledgeRequest } from "@/lib/requests/acknowledge";
import { acknowledgeInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record that a complaint was acknowledged",
  params: requestParams,
  body: acknowledgeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => acknowledgeRequest(actor, { ...params, ...body }),
});
