import { apiRoute } from "@/lib/http/api-route";
import { requestDto, requestParams, versionInput } from "@/lib/requests/schema";
import { resumeClock } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Resume the clock",
  params: requestParams,
  body: versionInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => resumeClock(actor, { ...params, ...body }),
});
