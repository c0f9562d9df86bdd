import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";
import { attachment } from "@/lib/http/stream-response";
import { getReport } from "@/lib/report/read";

export const GET = apiRoute({
  summary: "Get the report of a session as PDF",
  params: sessionParams,
  answers: "application/pdf",
  handler: async ({ actor, params }) =>
    new BytesResponse(await getReport(actor, params), {
      headers: attachment("application/pdf", `${params.sessionId}-report.pdf`),
    }),
});
