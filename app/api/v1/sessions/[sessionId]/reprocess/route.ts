import { nothingInput } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { reprocessSession } from "@/lib/evaluation/reprocess";
import { apiRoute } from "@/lib/http/api-route";
import { reprocessedDto } from "@/lib/workflow/schema";

export const POST = apiRoute({
  summary: "Evaluate a completed or failed session again",
  params: sessionParams,
  body: nothingInput,
  response: reprocessedDto,
  status: 202,
  handler: ({ actor, params }) => reprocessSession(actor, params),
});
