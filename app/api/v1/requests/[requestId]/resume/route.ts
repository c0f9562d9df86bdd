import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams, resumeInput } from "@/lib/requests/schema";
import { resumeClock } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Record that an awaited answer has come",
  params: requestParams,
  body: resumeInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => resumeClock(actor, { ...params, ...body }),
});
