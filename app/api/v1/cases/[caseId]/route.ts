import { getCase, retellCase } from "@/lib/cases/read";
import { caseDto, caseParams, updateCaseInput } from "@/lib/cases/schema";
import { updateCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get a case",
  params: caseParams,
  response: caseDto,
  handler: ({ actor, params }) => getCase(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change metadata, custom fields, tags or priority",
  params: caseParams,
  body: updateCaseInput,
  response: caseDto,
  isPersonal: true,
  retell: retellCase,
  handler: ({ actor, params, body }) => updateCase(actor, { ...params, ...body }),
});
