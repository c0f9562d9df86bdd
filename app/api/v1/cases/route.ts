import { caseListQuery, createCaseInput } from "@/lib/cases/inputs";
import { listCases } from "@/lib/cases/list";
import { retellCase } from "@/lib/cases/read";
import { caseDto, casePage } from "@/lib/cases/schema";
import { createCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List cases",
  query: caseListQuery,
  response: casePage,
  handler: ({ actor, query }) => listCases(actor, query),
});

export const POST = apiRoute({
  summary: "Create a case for a session, or get the existing one",
  body: createCaseInput,
  response: caseDto,
  retell: retellCase,
  handler: ({ actor, body }) => createCase(actor, body),
});
