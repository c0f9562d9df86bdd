import { getEvent } from "@/lib/audit/read";
import { auditEventDto, eventParams } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get an audit event",
  params: eventParams,
  response: auditEventDto,
  handler: ({ actor, params }) => getEvent(actor, params),
});
