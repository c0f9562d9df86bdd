import { apiRoute } from "@/lib/http/api-route";
import { getWorkflow } from "@/lib/workflow/read";
import { workflowDto, workflowInput } from "@/lib/workflow/schema";
import { saveWorkflow } from "@/lib/workflow/write";

export const GET = apiRoute({
  summary: "Get the rules of the workflow",
  response: workflowDto,
  handler: ({ actor }) => getWorkflow(actor),
});

export const PATCH = apiRoute({
  summary: "Save the rules of the workflow as a new version",
  body: workflowInput,
  response: workflowDto,
  handler: ({ actor, body }) => saveWorkflow(actor, body),
});
