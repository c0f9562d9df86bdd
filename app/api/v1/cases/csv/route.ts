import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportCases } from "@/lib/queue/csv";
import { caseFilter } from "@/lib/queue/schema";

export const GET = apiRoute({
  summary: "Export cases as CSV",
  query: caseFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportCases(actor, query), attachment("text/csv; charset=utf-8", "cases.csv")),
});
