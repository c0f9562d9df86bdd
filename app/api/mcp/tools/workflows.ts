import * as sessionsOneWorkflowRun from "@/app/api/v1/sessions/[sessionId]/workflow-run/route";
import * as verificationPolicies from "@/app/api/v1/verification-policies/route";
import { toolsOf } from "@/lib/mcp/tool";

const { read } = toolsOf("workflows");

export const workflowsTools = [
  read(
    "list_verification_policies",
    "verifications:read",
    "GET /api/v1/verification-policies",
    verificationPolicies.GET,
    "Lists the checks that a session can ask for.",
  ),
  read(
    "get_session_workflow_run",
    "verifications:read",
    "GET /api/v1/sessions/{sessionId}/workflow-run",
    sessionsOneWorkflowRun.GET,
    "Reads how the rules of the workflow judged a session.",
  ),
];
