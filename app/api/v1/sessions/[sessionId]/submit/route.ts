import { nothingInput, submittedDto } from "@/lib/captures/schema";
import { submitSession } from "@/lib/captures/submit";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Submit a captured session for evaluation",
  params: sessionParams,
  body: nothingInput,
  response: submittedDto,
  handler: ({ actor, params }) => submitSession(actor, params),
});
