import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { pauseCheckMonitoring } from "@/lib/screening-checks/monitoring";
import { apiCheckDto } from "@/lib/screening-checks/schema";

export const POST = apiRoute({
  summary: "Pause the monitoring of a screening check",
  params: checkParams,
  response: apiCheckDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params }) => pauseCheckMonitoring(actor, params),
});
