import { paging } from "@/lib/contract/pagination";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportRequests } from "@/lib/register/csv";
import { requestsQuery } from "@/lib/register/schema";

export const GET = apiRoute({
  summary: "Export requests as CSV",
  query: requestsQuery.omit(paging),
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportRequests(actor, query), attachment("text/csv; charset=utf-8", "requests.csv")),
});
