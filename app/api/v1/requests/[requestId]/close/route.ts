import { apiRoute } from "@/lib/http/api-route";
import { closeRequest } from "@/lib/requests/close";
import { closeInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Complete, refuse or withdraw a request",
  params: requestParams,
  body: closeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => closeRequest(actor, { ...params, ...body }),
});
