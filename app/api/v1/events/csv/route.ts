import { exportEvents } from "@/lib/audit/csv";
import { auditFilter } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";

export const GET = apiRoute({
  summary: "Export audit events as CSV",
  query: auditFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportEvents(actor, query), attachment("text/csv; charset=utf-8", "audit-log.csv")),
});
