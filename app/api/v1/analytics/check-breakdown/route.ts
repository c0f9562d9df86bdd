import { getCheckBreakdown } from "@/lib/analytics/breakdown";
import { checkBreakdownDto, overviewQuery } from "@/lib/analytics/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count the outcomes of each check",
  query: overviewQuery,
  response: checkBreakdownDto,
  handler: ({ actor, query }) => getCheckBreakdown(actor, query),
});
