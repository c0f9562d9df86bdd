import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getWorkflowRun } from "@/lib/workflow/read";
import { runDto } from "@/lib/workflow/schema";

export const GET = apiRoute({
  summary: "Get the newest workflow run of a session",
  params: sessionParams,
  response: runDto,
  handler: ({ actor, params }) => getWorkflowRun(actor, params),
});
