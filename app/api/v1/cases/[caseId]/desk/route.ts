import { getDesk } from "@/lib/cases/desk";
import { caseParams, deskDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the review desk of a case",
  params: caseParams,
  response: deskDto,
  handler: ({ actor, params }) => getDesk(actor, params),
});
