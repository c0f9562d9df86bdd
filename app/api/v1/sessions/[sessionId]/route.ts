import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getSession } from "@/lib/sessions/read";
import { sessionDto } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Get a session",
  params: sessionParams,
  response: sessionDto,
  handler: ({ actor, params }) => getSession(actor, params),
});
