import { apiRoute } from "@/lib/http/api-route";
import { reasonInput, requestDto, requestParams } from "@/lib/requests/schema";
import { extendRequest } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Extend the deadline",
  params: requestParams,
  body: reasonInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => extendRequest(actor, { ...params, ...body }),
});
