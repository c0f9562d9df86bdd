import { getOverview } from "@/lib/analytics/read";
import { overviewDto, overviewQuery } from "@/lib/analytics/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the overview figures",
  query: overviewQuery,
  response: overviewDto,
  handler: ({ actor, query }) => getOverview(actor, query),
});
