import { apiRoute } from "@/lib/http/api-route";
import { listRedactionItems } from "@/lib/redactions/read";
import { redactionItems, redactionItemsQuery, redactionParams } from "@/lib/redactions/schema";

export const GET = apiRoute({
  summary: "List what became of each session of a bulk redaction",
  params: redactionParams,
  query: redactionItemsQuery,
  response: redactionItems,
  handler: ({ actor, params, query }) => listRedactionItems(actor, { ...params, ...query }),
});
