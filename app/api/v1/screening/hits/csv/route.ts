import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportHits } from "@/lib/screening/csv";
import { hitFilter } from "@/lib/screening/schema";

export const GET = apiRoute({
  summary: "Export screening hits as CSV",
  query: hitFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportHits(actor, query), attachment("text/csv; charset=utf-8", "screening-hits.csv")),
});
