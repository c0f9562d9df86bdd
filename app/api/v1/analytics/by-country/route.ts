import { getByCountry } from "@/lib/analytics/breakdown";
import { groupedDto, overviewQuery } from "@/lib/analytics/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count sessions by country",
  query: overviewQuery,
  response: groupedDto,
  handler: ({ actor, query }) => getByCountry(actor, query),
});
