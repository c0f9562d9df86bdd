import { apiRoute } from "@/lib/http/api-route";
import { listWorkflowVersions } from "@/lib/workflow/read";
import { workflowHistory } from "@/lib/workflow/schema";

export const GET = apiRoute({
  summary: "List the versions of the workflow",
  response: workflowHistory,
  handler: ({ actor }) => listWorkflowVersions(actor),
});
