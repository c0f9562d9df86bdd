import { apiRoute } from "@/lib/http/api-route";
import { approveRequest } from "@/lib/requests/review";
import { confirmInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Approve an answer as the second person",
  params: requestParams,
  body: confirmInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => approveRequest(actor, { ...params, ...body }),
});
