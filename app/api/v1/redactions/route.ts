import { apiRoute } from "@/lib/http/api-route";
import { listRedactions } from "@/lib/redactions/read";
import { bulkRedactionDto, redactionInput, redactionList } from "@/lib/redactions/schema";
import { requestRedaction } from "@/lib/redactions/write";

export const GET = apiRoute({
  summary: "List bulk redactions",
  response: redactionList,
  handler: ({ actor }) => listRedactions(actor),
});

export const POST = apiRoute({
  summary: "Start a bulk redaction job",
  body: redactionInput,
  response: bulkRedactionDto,
  status: 201,
  handler: ({ actor, body }) => requestRedaction(actor, body),
});
