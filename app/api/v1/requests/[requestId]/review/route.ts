import { apiRoute } from "@/lib/http/api-route";
import { reviewRequest } from "@/lib/requests/review";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Mark the answer as reviewed",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => reviewRequest(actor, { ...params, ...body }),
});
