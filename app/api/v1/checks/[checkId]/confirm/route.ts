import { apiRoute } from "@/lib/http/api-route";
import { checkParams, confirmedDto, resolveHitsInput } from "@/lib/screening/schema";
import { confirmHits } from "@/lib/screening/write";

export const POST = apiRoute({
  summary: "Confirm screening hits",
  params: checkParams,
  body: resolveHitsInput,
  response: confirmedDto,
  handler: ({ actor, params, body }) => confirmHits(actor, { ...params, ...body }),
});
