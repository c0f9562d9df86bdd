import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { rejectInput } from "@/lib/decisions/schema";
import { rejectCase } from "@/lib/decisions/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Reject a case, or recommend it",
  params: caseParams,
  body: rejectInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => rejectCase(actor, { ...params, ...body }),
});
