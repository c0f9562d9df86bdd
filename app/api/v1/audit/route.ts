import { getLogStatus } from "@/lib/audit/read";
import { auditStatusDto } from "@/lib/audit/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Until where the audit log is sealed and verified",
  response: auditStatusDto,
  handler: ({ actor }) => getLogStatus(actor),
});
