import { apiRoute } from "@/lib/http/api-route";
import { listSessions } from "@/lib/sessions/read";
import { sessionListQuery, sessionPage } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "List sessions",
  query: sessionListQuery,
  response: sessionPage,
  handler: ({ actor, query }) => listSessions(actor, query),
});
