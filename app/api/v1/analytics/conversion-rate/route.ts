import { conversionDto, overviewQuery } from "@/lib/analytics/schema";
import { getConversion } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the share of completed and approved sessions",
  query: overviewQuery,
  response: conversionDto,
  handler: ({ actor, query }) => getConversion(actor, query),
});
