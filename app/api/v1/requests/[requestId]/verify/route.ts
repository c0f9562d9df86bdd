import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams, verifyInput } from "@/lib/requests/schema";
import { verifyRequester } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Mark the requester as verified",
  params: requestParams,
  body: verifyInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => verifyRequester(actor, { ...params, ...body }),
});
