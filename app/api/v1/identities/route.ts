import { apiRoute } from "@/lib/http/api-route";
import { listIdentities } from "@/lib/identities/read";
import { identityListQuery, identityPage } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "List identities",
  query: identityListQuery,
  response: identityPage,
  handler: ({ actor, query }) => listIdentities(actor, query),
});
