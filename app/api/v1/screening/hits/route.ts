import { apiRoute } from "@/lib/http/api-route";
import { listHits } from "@/lib/screening/hits";
import { hitListQuery, hitPage } from "@/lib/screening/schema";

export const GET = apiRoute({
  summary: "List screening hits across sessions",
  query: hitListQuery,
  response: hitPage,
  handler: ({ actor, query }) => listHits(actor, query),
});
