import { apiRoute } from "@/lib/http/api-route";
import { resumeClock } from "@/lib/requests/pause";
import { requestDto, requestParams, resumeInput } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Record that an awaited answer has come",
  params: requestParams,
  body: resumeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => resumeClock(actor, { ...params, ...body }),
});
