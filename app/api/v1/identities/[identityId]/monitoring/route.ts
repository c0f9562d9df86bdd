import { apiRoute } from "@/lib/http/api-route";
import { getMonitoring } from "@/lib/identities/monitoring";
import { identityMonitoringDto, identityParams } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "Get what has changed since an identity was verified",
  params: identityParams,
  response: identityMonitoringDto,
  handler: ({ actor, params }) => getMonitoring(actor, params),
});
