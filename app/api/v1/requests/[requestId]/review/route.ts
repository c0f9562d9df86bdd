import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";
import { reviewRequest } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Say that what was found has been reviewed",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => reviewRequest(actor, { ...params, ...body }),
});
