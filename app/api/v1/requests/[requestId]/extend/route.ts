import { apiRoute } from "@/lib/http/api-route";
import { extendRequest } from "@/lib/requests/pause";
import { reasonInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Extend the deadline",
  params: requestParams,
  body: reasonInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => extendRequest(actor, { ...params, ...body }),
});
