import { groupedDto, overviewQuery } from "@/lib/analytics/schema";
import { getByCountry } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count sessions by country",
  query: overviewQuery,
  response: groupedDto,
  handler: ({ actor, query }) => getByCountry(actor, query),
});
