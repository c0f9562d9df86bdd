import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { listMonitoring } from "@/lib/screening-checks/monitoring";
import { monitoringHistory, monitoringQuery } from "@/lib/screening-checks/schema";

export const GET = apiRoute({
  summary: "List what monitoring did with a screening check",
  params: checkParams,
  query: monitoringQuery,
  response: monitoringHistory,
  handler: ({ actor, params, query }) => listMonitoring(actor, { ...params, ...query }),
});
