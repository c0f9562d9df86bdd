import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { listMatchesOfSession } from "@/lib/typed-lists/matches";
import { listMatches } from "@/lib/typed-lists/schema";

export const GET = apiRoute({
  summary: "List what of a session is on lists",
  params: sessionParams,
  response: listMatches,
  handler: ({ actor, params }) => listMatchesOfSession(actor, params),
});
