import { apiRoute } from "@/lib/http/api-route";
import { sourceDto, sourceParams } from "@/lib/sources/schema";
import { pauseSource } from "@/lib/sources/sync";

export const POST = apiRoute({
  summary: "Pause a source",
  params: sourceParams,
  response: sourceDto,
  handler: ({ actor, params }) => pauseSource(actor, params),
});
