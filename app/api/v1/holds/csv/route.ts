import { exportHolds } from "@/lib/holds/csv";
import { holdFilter } from "@/lib/holds/schema";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";

export const GET = apiRoute({
  summary: "Export legal holds as CSV",
  query: holdFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportHolds(actor, query), attachment("text/csv; charset=utf-8", "legal-holds.csv")),
});
