import { checkBreakdownDto, overviewQuery } from "@/lib/analytics/schema";
import { getCheckBreakdown } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count the outcomes of each check",
  query: overviewQuery,
  response: checkBreakdownDto,
  handler: ({ actor, query }) => getCheckBreakdown(actor, query),
});
