import { apiRoute } from "@/lib/http/api-route";
import { joinInput, requestDto, requestParams } from "@/lib/requests/schema";
import { joinRequest } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Merge a request into an earlier request of the same person",
  params: requestParams,
  body: joinInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => joinRequest(actor, { ...params, ...body }),
});
