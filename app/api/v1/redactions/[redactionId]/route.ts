import { apiRoute } from "@/lib/http/api-route";
import { getRedaction } from "@/lib/redactions/read";
import { bulkRedactionDto, redactionParams } from "@/lib/redactions/schema";

export const GET = apiRoute({
  summary: "Get a bulk redaction",
  params: redactionParams,
  response: bulkRedactionDto,
  handler: ({ actor, params }) => getRedaction(actor, params),
});
