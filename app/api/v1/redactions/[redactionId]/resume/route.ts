import { apiRoute } from "@/lib/http/api-route";
import { bulkRedactionDto, redactionParams } from "@/lib/redactions/schema";
import { resumeRedaction } from "@/lib/redactions/write";

export const POST = apiRoute({
  summary: "Resume a bulk redaction",
  params: redactionParams,
  response: bulkRedactionDto,
  handler: ({ actor, params }) => resumeRedaction(actor, params),
});
