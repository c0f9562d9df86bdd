import { explainRouting } from "@/lib/cases/routing";
import { caseParams, routingDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Explain why a case is in its queue and who can claim it",
  params: caseParams,
  response: routingDto,
  handler: ({ actor, params }) => explainRouting(actor, params),
});
