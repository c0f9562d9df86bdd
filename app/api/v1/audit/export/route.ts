import { exportLog } from "@/lib/audit/write";
import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";

export const GET = apiRoute({
  summary: "Export the audit log as JSON lines for verification elsewhere",
  answers: "application/x-ndjson",
  handler: async ({ actor }) =>
    new StreamResponse(
      exportLog(actor),
      attachment("application/x-ndjson", `audit-log-${actor.scope.environment}.jsonl`),
    ),
});
