import { getLogStatus } from "@/lib/audit/read";
import { auditStatusDto } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the seal and verification state of the audit log",
  response: auditStatusDto,
  handler: ({ actor }) => getLogStatus(actor),
});
