import { apiRoute } from "@/lib/http/api-route";
import { closeInput, requestDto, requestParams } from "@/lib/requests/schema";
import { closeRequest } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Complete, refuse or withdraw a request",
  params: requestParams,
  body: closeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => closeRequest(actor, { ...params, ...body }),
});
