import { apiRoute } from "@/lib/http/api-route";
import { bulkRedactionDto, redactionParams } from "@/lib/redactions/schema";
import { pauseRedaction } from "@/lib/redactions/write";

export const POST = apiRoute({
  summary: "Pause a bulk redaction",
  params: redactionParams,
  response: bulkRedactionDto,
  handler: ({ actor, params }) => pauseRedaction(actor, params),
});
