import { overviewQuery, reasonsDto } from "@/lib/analytics/schema";
import { getRejectionReasons } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count the reasons of rejected sessions",
  query: overviewQuery,
  response: reasonsDto,
  handler: ({ actor, query }) => getRejectionReasons(actor, query),
});
