import { retellCase } from "@/lib/cases/read";
import { caseDto, caseParams } from "@/lib/cases/schema";
import { resubmitCase } from "@/lib/decisions/resubmit";
import { resubmitInput } from "@/lib/decisions/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Ask the applicant for other pictures",
  params: caseParams,
  body: resubmitInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => resubmitCase(actor, { ...params, ...body }),
});
