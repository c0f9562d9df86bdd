import { apiRoute } from "@/lib/http/api-route";
import { listRedactionItems } from "@/lib/redactions/read";
import { redactionItems, redactionItemsQuery, redactionParams } from "@/lib/redactions/schema";

export const GET = apiRoute({
  summary: "List the outcome of a bulk redaction for each session",
  params: redactionParams,
  query: redactionItemsQuery,
  response: redactionItems,
  handler: ({ actor, params, query }) => listRedactionItems(actor, { ...params, ...query }),
});
