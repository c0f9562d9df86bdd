import { apiRoute } from "@/lib/http/api-route";
import { checkParams, confirmedDto, confirmHitsInput } from "@/lib/screening/schema";
import { confirmHits } from "@/lib/screening/write";

export const POST = apiRoute({
  summary: "Confirm screening hits",
  params: checkParams,
  body: confirmHitsInput,
  response: confirmedDto,
  handler: ({ actor, params, body }) => confirmHits(actor, { ...params, ...body }),
});
