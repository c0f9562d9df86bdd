import { apiRoute } from "@/lib/http/api-route";
import { exportSession } from "@/lib/privacy/write";
import { bundleSchema } from "@/lib/sessions/bundle";
import { sessionParams } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Export session data (GDPR Art. 15 DSAR)",
  params: sessionParams,
  response: bundleSchema,
  spelling: "contract",
  handler: ({ actor, params }) => exportSession(actor, params),
});
