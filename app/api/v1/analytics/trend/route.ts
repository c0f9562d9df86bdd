import { overviewQuery, trendDto } from "@/lib/analytics/schema";
import { getTrend } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count sessions by day",
  query: overviewQuery,
  response: trendDto,
  handler: ({ actor, query }) => getTrend(actor, query),
});
