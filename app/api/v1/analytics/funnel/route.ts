import { funnelDto, overviewQuery } from "@/lib/analytics/schema";
import { getFunnel } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get how far sessions came",
  query: overviewQuery,
  response: funnelDto,
  handler: ({ actor, query }) => getFunnel(actor, query),
});
