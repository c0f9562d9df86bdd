import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { pauseMonitoring } from "@/lib/screening-checks/monitoring";
import { identityMonitoringList } from "@/lib/screening-checks/schema";

export const POST = apiRoute({
  summary: "Pause the monitoring of an identity",
  params: identityParams,
  response: identityMonitoringList,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params }) => pauseMonitoring(actor, params),
});
