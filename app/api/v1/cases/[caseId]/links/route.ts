import { listLinks } from "@/lib/cases/links";
import { caseParams, linkList } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List sessions linked to a case",
  params: caseParams,
  response: linkList,
  handler: ({ actor, params }) => listLinks(actor, params),
});
