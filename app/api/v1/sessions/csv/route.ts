import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportSessions } from "@/lib/sessions/csv";
import { sessionFilter } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Export sessions as CSV",
  query: sessionFilter,
  answers: "text/csv",
  handler: async ({ actor, query }) =>
    new StreamResponse(exportSessions(actor, query), attachment("text/csv; charset=utf-8", "sessions.csv")),
});
