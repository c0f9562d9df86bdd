import { apiRoute } from "@/lib/http/api-route";
import { reasonInput, requestDto, requestParams } from "@/lib/requests/schema";
import { pauseClock } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Pause the clock while the requester's identity is in doubt",
  params: requestParams,
  body: reasonInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => pauseClock(actor, { ...params, ...body }),
});
