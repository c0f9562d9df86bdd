import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams, escalateInput } from "@/lib/cases/schema";
import { escalateCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Escalate a case",
  params: caseParams,
  body: escalateInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => escalateCase(actor, { ...params, ...body }),
});
