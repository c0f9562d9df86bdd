import { apiRoute } from "@/lib/http/api-route";
import { getInvolvement } from "@/lib/involvement/read";
import { involvementDto, involvementQuery } from "@/lib/involvement/schema";

export const GET = apiRoute({
  summary: "Get people's part in the decisions of some days",
  query: involvementQuery,
  response: involvementDto,
  handler: ({ actor, query }) => getInvolvement(actor, query),
});
