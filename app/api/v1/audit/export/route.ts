import { z } from "zod";
import { exportLog } from "@/lib/audit/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Export the audit log as JSON lines, to be verified elsewhere",
  response: z.string(),
  handler: async ({ actor }) =>
    new Response(await exportLog(actor), {
      headers: {
        "Content-Type": "application/x-ndjson",
        "Content-Disposition": `attachment; filename="audit-log-${actor.scope.environment}.jsonl"`,
      },
    }),
});
