import { apiRoute } from "@/lib/http/api-route";
import { joinRequest } from "@/lib/requests/join";
import { joinInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Merge a request into an earlier request of the same person",
  params: requestParams,
  body: joinInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => joinRequest(actor, { ...params, ...body }),
});
