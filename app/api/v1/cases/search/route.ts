import { apiRoute } from "@/lib/http/api-route";
import { casePage, caseSearchInput } from "@/lib/queue/schema";
import { listCases } from "@/lib/queue/search";

export const POST = apiRoute({
  summary: "Search cases",
  body: caseSearchInput,
  response: casePage,
  isPersonal: true,
  isRepeatable: true,
  handler: ({ actor, body }) => listCases(actor, body),
});
