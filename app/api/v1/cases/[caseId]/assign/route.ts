import { assignInput } from "@/lib/cases/inputs";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { assignCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Assign a case",
  params: caseParams,
  body: assignInput,
  response: caseDto,
  handler: ({ actor, params, body }) => assignCase(actor, { ...params, ...body }),
});
