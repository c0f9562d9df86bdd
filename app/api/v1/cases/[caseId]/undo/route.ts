import { undoDecision } from "@/lib/cases/decision";
import { caseDto, caseParams, undoInput } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Undo a decision within ten seconds",
  params: caseParams,
  body: undoInput,
  response: caseDto,
  handler: ({ actor, params, body }) => undoDecision(actor, { ...params, ...body }),
});
