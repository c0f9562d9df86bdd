import { apiRoute } from "@/lib/http/api-route";
import { matchInput, requestDto, requestParams } from "@/lib/requests/schema";
import { decideMatch } from "@/lib/requests/write";

export const POST = apiRoute({
  summary: "Accept or exclude a session that was found",
  params: requestParams,
  body: matchInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => decideMatch(actor, { ...params, ...body }),
});
