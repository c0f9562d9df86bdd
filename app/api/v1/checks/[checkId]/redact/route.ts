import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { redactCheck } from "@/lib/screening-checks/redact";
import { redactCheckInput, redactedCheckDto } from "@/lib/screening-checks/schema";

export const POST = apiRoute({
  summary: "Redact a screening check",
  params: checkParams,
  body: redactCheckInput,
  response: redactedCheckDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params, body }) => redactCheck(actor, { ...params, ...body }),
});
