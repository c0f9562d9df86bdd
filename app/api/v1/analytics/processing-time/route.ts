import { overviewQuery, processingTimeDto } from "@/lib/analytics/schema";
import { getProcessingTime } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get how long sessions took",
  query: overviewQuery,
  response: processingTimeDto,
  handler: ({ actor, query }) => getProcessingTime(actor, query),
});
