import { nothingInput } from "@/lib/captures/schema";
import { attemptParams } from "@/lib/checks/schema";
import { retryCheck } from "@/lib/evaluation/retry";
import { apiRoute } from "@/lib/http/api-route";
import { retriedDto } from "@/lib/workflow/schema";

export const POST = apiRoute({
  summary: "Run a failed check of a session again",
  params: attemptParams,
  body: nothingInput,
  response: retriedDto,
  status: 202,
  handler: ({ actor, params }) => retryCheck(actor, params),
});
