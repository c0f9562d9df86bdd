import { caseSearchInput } from "@/lib/cases/inputs";
import { listCases } from "@/lib/cases/list";
import { casePage } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "Search cases",
  body: caseSearchInput,
  response: casePage,
  handler: ({ actor, body }) => listCases(actor, body),
});
