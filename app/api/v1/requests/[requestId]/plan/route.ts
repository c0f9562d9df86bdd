import { planErasure } from "@/lib/certificates/erase";
import { apiRoute } from "@/lib/http/api-route";
import { planDto } from "@/lib/privacy/schema";
import { planQuery, requestParams } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Preview the erasure of a request",
  params: requestParams,
  query: planQuery,
  response: planDto,
  handler: ({ actor, params, query }) => planErasure(actor, { ...params, ...query }),
});
