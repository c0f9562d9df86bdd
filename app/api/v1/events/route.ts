import { listEvents } from "@/lib/audit/read";
import { auditListQuery, auditPage } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List audit events",
  query: auditListQuery,
  response: auditPage,
  handler: ({ actor, query }) => listEvents(actor, query),
});
