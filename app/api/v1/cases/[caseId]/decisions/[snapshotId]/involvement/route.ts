import { snapshotParams } from "@/lib/decisions/schema";
import { apiRoute } from "@/lib/http/api-route";
import { getDecisionInvolvement } from "@/lib/involvement/read";
import { decisionInvolvementDto } from "@/lib/involvement/schema";

export const GET = apiRoute({
  summary: "Get a person's part in a decision",
  params: snapshotParams,
  response: decisionInvolvementDto,
  handler: ({ actor, params }) => getDecisionInvolvement(actor, params),
});
