import { apiRoute } from "@/lib/http/api-route";
import { pauseClock } from "@/lib/requests/pause";
import { pauseInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Let the clock wait for an answer of the requester",
  params: requestParams,
  body: pauseInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => pauseClock(actor, { ...params, ...body }),
});
