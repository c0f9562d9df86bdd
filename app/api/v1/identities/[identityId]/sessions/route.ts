import { apiRoute } from "@/lib/http/api-route";
import { listIdentitySessions } from "@/lib/identities/read";
import { identityParams, identitySessionsQuery } from "@/lib/identities/schema";
import { sessionPage } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "List the sessions of an identity",
  params: identityParams,
  query: identitySessionsQuery,
  response: sessionPage,
  handler: ({ actor, params, query }) => listIdentitySessions(actor, { ...params, ...query }),
});
