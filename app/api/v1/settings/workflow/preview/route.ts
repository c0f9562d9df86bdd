import { apiRoute } from "@/lib/http/api-route";
import { previewWorkflow } from "@/lib/workflow/read";
import { workflowPreviewDto, workflowPreviewInput } from "@/lib/workflow/schema";

export const POST = apiRoute({
  summary: "Preview where rules would have sent the newest sessions",
  body: workflowPreviewInput,
  response: workflowPreviewDto,
  handler: ({ actor, body }) => previewWorkflow(actor, body),
});
