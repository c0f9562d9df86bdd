import { apiRoute } from "@/lib/http/api-route";
import { bulkRedactDto, bulkRedactInput } from "@/lib/privacy/schema";
import { bulkRedact } from "@/lib/privacy/write";

export const POST = apiRoute({
  summary: "Bulk redact sessions",
  body: bulkRedactInput,
  response: bulkRedactDto,
  isRepeatable: true,
  handler: ({ actor, body }) => bulkRedact(actor, body),
});
