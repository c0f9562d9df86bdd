import { caseDto, createCaseInput } from "@/lib/cases/schema";
import { createCase } from "@/lib/cases/write";
import { apiRoute } from "@/lib/http/api-route";
import { caseListQuery, casePage } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";

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
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, body }) => createCase(actor, body),
});
