import { resultWithReference } from "@/lib/contract/result";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getResultWithReference } from "@/lib/sessions/read";

export const GET = apiRoute({
  summary: "Get the result of a session, with its external reference",
  params: sessionParams,
  response: resultWithReference,
  handler: ({ actor, params }) => getResultWithReference(actor, params),
});
