import { apiRoute } from "@/lib/http/api-route";
import { refusalInput } from "@/lib/refusals/schema";
import { refuseRequest } from "@/lib/requests/refusal";
import { requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Refuse a request on a ground, or propose it where a second person confirms",
  params: requestParams,
  body: refusalInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => refuseRequest(actor, { ...params, ...body }),
});
