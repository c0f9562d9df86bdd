import { apiRoute } from "@/lib/http/api-route";
import { decideMatch } from "@/lib/requests/review";
import { matchInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Accept or exclude a found session",
  params: requestParams,
  body: matchInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => decideMatch(actor, { ...params, ...body }),
});
