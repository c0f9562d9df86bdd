import { bundleAnswer } from "@/lib/contract/bundle-answer";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { exportSession } from "@/lib/privacy/write";

export const GET = apiRoute({
  summary: "Export session data (GDPR Art. 15 DSAR)",
  params: sessionParams,
  response: bundleAnswer,
  spelling: "contract",
  handler: ({ actor, params }) => exportSession(actor, params),
});
