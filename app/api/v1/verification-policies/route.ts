import { apiRoute } from "@/lib/http/api-route";
import { listVerificationPolicies } from "@/lib/workflow/read";
import { verificationPolicyList } from "@/lib/workflow/schema";

export const GET = apiRoute({
  summary: "List the checks that a session can ask for",
  response: verificationPolicyList,
  handler: ({ actor }) => listVerificationPolicies(actor),
});
