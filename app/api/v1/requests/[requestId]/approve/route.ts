import { apiRoute } from "@/lib/http/api-route";
import { approveRequest } from "@/lib/requests/review";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Approve an answer as the second person",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => approveRequest(actor, { ...params, ...body }),
});
