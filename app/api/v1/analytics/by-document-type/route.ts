import { groupedDto, overviewQuery } from "@/lib/analytics/schema";
import { getByDocumentType } from "@/lib/analytics/trend";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count sessions by document type",
  query: overviewQuery,
  response: groupedDto,
  handler: ({ actor, query }) => getByDocumentType(actor, query),
});
