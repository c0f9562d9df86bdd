import { apiRoute } from "@/lib/http/api-route";
import { checkParams, dismissedDto, dismissHitsInput } from "@/lib/screening/schema";
import { dismissHits } from "@/lib/screening/write";

export const POST = apiRoute({
  summary: "Dismiss screening hits as false positives",
  params: checkParams,
  body: dismissHitsInput,
  response: dismissedDto,
  handler: ({ actor, params, body }) => dismissHits(actor, { ...params, ...body }),
});
