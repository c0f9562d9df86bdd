import { getBrief } from "@/lib/brief/read";
import { briefDto } from "@/lib/brief/schema";
import { caseParams } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the brief of a case: facts for and against, each with the item it was read from",
  params: caseParams,
  response: briefDto,
  handler: ({ actor, params }) => getBrief(actor, params),
});
