import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { undoInput } from "@/lib/decisions/schema";
import { undoDecision } from "@/lib/decisions/undo";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Undo a decision within ten seconds",
  params: caseParams,
  body: undoInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => undoDecision(actor, { ...params, ...body }),
});
