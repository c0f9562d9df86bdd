import { apiRoute } from "@/lib/http/api-route";
import { planErasure } from "@/lib/requests/erasure";
import { planDto, planQuery, requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "See what an erasure would do today",
  params: requestParams,
  query: planQuery,
  response: planDto,
  handler: ({ actor, params, query }) => planErasure(actor, { ...params, ...query }),
});
