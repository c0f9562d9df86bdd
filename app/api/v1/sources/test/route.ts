import { apiRoute } from "@/lib/http/api-route";
import { probeDto, probeInput } from "@/lib/sources/schema";
import { testConnection } from "@/lib/sources/test";

export const POST = apiRoute({
  summary: "Try a connection to a vendor before it is saved",
  body: probeInput,
  response: probeDto,
  isRepeatable: true,
  handler: ({ actor, body }) => testConnection(actor, body),
});
