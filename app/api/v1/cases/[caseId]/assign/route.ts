import { retellCase } from "@/lib/cases/read";
import { assignInput, caseDto, caseParams } from "@/lib/cases/schema";
import { assignCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Assign a case",
  params: caseParams,
  body: assignInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => assignCase(actor, { ...params, ...body }),
});
