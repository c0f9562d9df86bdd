import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getRisk } from "@/lib/signals/read";
import { riskDto } from "@/lib/signals/schema";

export const GET = apiRoute({
  summary: "Get session risk assessment",
  params: sessionParams,
  response: riskDto,
  handler: ({ actor, params }) => getRisk(actor, params),
});
