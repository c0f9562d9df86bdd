import { apiRoute } from "@/lib/http/api-route";
import { concludeRequest } from "@/lib/requests/conclude";
import { concludeInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record the conclusion about an objection or a complaint",
  params: requestParams,
  body: concludeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => concludeRequest(actor, { ...params, ...body }),
});
