import { apiRoute } from "@/lib/http/api-route";
import { decideMatches } from "@/lib/requests/review";
import { matchesInput, requestDto, requestParams } from "@/lib/requests/schema";

export const POST = apiRoute({
  summary: "Accept several found sessions, or mark them as undecided",
  params: requestParams,
  body: matchesInput,
  response: requestDto,
  isPersonal: true,
  handler: ({ actor, params, body }) => decideMatches(actor, { ...params, ...body }),
});
