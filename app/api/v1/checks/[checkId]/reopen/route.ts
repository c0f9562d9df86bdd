import { apiRoute } from "@/lib/http/api-route";
import { checkParams, reopenedDto, reopenHitsInput } from "@/lib/screening/schema";
import { reopenHits } from "@/lib/screening/write";

export const POST = apiRoute({
  summary: "Reopen resolved screening hits",
  params: checkParams,
  body: reopenHitsInput,
  response: reopenedDto,
  handler: ({ actor, params, body }) => reopenHits(actor, { ...params, ...body }),
});
