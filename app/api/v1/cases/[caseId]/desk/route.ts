import { getDesk } from "@/lib/cases/desk";
import { caseParams, deskDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get everything a reviewer weighs",
  params: caseParams,
  response: deskDto,
  handler: ({ actor, params }) => getDesk(actor, params),
});
