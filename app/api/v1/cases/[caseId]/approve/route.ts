import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { approveInput } from "@/lib/decisions/schema";
import { approveCase } from "@/lib/decisions/write";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Approve a case, or recommend it",
  params: caseParams,
  body: approveInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => approveCase(actor, { ...params, ...body }),
});
