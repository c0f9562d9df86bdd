import { listHoldPage } from "@/lib/holds/read";
import { holdListQuery, holdPage } from "@/lib/holds/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List legal holds",
  query: holdListQuery,
  response: holdPage,
  handler: ({ actor, query }) => listHoldPage(actor, query),
});
