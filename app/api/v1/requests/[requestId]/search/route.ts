import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";
import { searchRequest } from "@/lib/requests/search";

export const POST = apiRoute({
  summary: "Find the requester's data",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => searchRequest(actor, { ...params, ...body }),
});
