import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportMembers } from "@/lib/team/csv";

export const GET = apiRoute({
  summary: "Export members as CSV",
  answers: "text/csv",
  handler: async ({ actor }) =>
    new StreamResponse(exportMembers(actor), attachment("text/csv; charset=utf-8", "members.csv")),
});
