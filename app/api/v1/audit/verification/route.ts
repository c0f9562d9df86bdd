import { verificationRequestedDto } from "@/lib/audit/schema";
import { requestVerification } from "@/lib/audit/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Request a verification of the audit log",
  response: verificationRequestedDto,
  status: 202,
  handler: ({ actor }) => requestVerification(actor),
});
