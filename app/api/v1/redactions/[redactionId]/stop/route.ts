import { apiRoute } from "@/lib/http/api-route";
import { bulkRedactionDto, redactionParams } from "@/lib/redactions/schema";
import { stopRedaction } from "@/lib/redactions/write";

export const POST = apiRoute({
  summary: "Stop a bulk redaction",
  params: redactionParams,
  response: bulkRedactionDto,
  handler: ({ actor, params }) => stopRedaction(actor, params),
});
