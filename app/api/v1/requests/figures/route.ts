import { apiRoute } from "@/lib/http/api-route";
import { requestFigures } from "@/lib/register/figures";
import { figuresDto, figuresQuery } from "@/lib/register/schema";

export const GET = apiRoute({
  summary: "Count the data-subject requests of a range of days",
  query: figuresQuery,
  response: figuresDto,
  handler: ({ actor, query }) => requestFigures(actor, query),
});
