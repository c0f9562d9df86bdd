import { caseParams } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";
import { listLinks } from "@/lib/links/read";
import { linkList } from "@/lib/links/schema";

export const GET = apiRoute({
  summary: "List sessions linked to a case",
  params: caseParams,
  response: linkList,
  handler: ({ actor, params }) => listLinks(actor, params),
});
