import { apiRoute } from "@/lib/http/api-route";
import { probeDto, sourceParams } from "@/lib/sources/schema";
import { testSource } from "@/lib/sources/test";

export const POST = apiRoute({
  summary: "Try the connection of a source",
  params: sourceParams,
  response: probeDto,
  handler: ({ actor, params }) => testSource(actor, params),
});
