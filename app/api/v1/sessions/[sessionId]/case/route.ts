import { getSessionCase } from "@/lib/cases/read";
import { sessionCaseDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";
import { sessionParams } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Get the review case of a session",
  params: sessionParams,
  response: sessionCaseDto,
  handler: ({ actor, params }) => getSessionCase(actor, params),
});
