import { getSessionCase } from "@/lib/cases/read";
import { sessionCaseDto } from "@/lib/cases/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the review case of a session",
  params: sessionParams,
  response: sessionCaseDto,
  handler: ({ actor, params }) => getSessionCase(actor, params),
});
