import { apiRoute } from "@/lib/http/api-route";
import { rectifyForRequest } from "@/lib/requests/rectify";
import { rectifyInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Correct an accepted session, or keep it unchanged with a reason",
  params: requestParams,
  body: rectifyInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => rectifyForRequest(actor, { ...params, ...body }),
});
