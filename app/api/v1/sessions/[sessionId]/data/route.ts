import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { redactionDto, redactQuery } from "@/lib/privacy/schema";
import { redactSession } from "@/lib/privacy/write";

export const DELETE = apiRoute({
  summary: "Redact session data",
  params: sessionParams,
  query: redactQuery,
  response: redactionDto,
  handler: ({ actor, params, query }) => redactSession(actor, { ...params, ...query }),
});
