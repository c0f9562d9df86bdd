import { auditPage } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";
import { listIdentityEvents } from "@/lib/identities/read";
import { identityEventsQuery, identityParams } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "List the events of an identity and its sessions",
  params: identityParams,
  query: identityEventsQuery,
  response: auditPage,
  handler: ({ actor, params, query }) => listIdentityEvents(actor, { ...params, ...query }),
});
