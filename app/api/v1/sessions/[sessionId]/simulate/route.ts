import { simulatedDto, simulateInput } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { simulateOutcome } from "@/lib/evaluation/simulate";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Simulate the outcome of a sandbox session",
  params: sessionParams,
  body: simulateInput,
  response: simulatedDto,
  handler: ({ actor, params, body }) => simulateOutcome(actor, { ...params, ...body }),
});
