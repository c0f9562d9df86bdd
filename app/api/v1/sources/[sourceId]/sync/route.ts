import { apiRoute } from "@/lib/http/api-route";
import { sourceDto, sourceParams } from "@/lib/sources/schema";
import { syncSource } from "@/lib/sources/sync";

export const POST = apiRoute({
  summary: "List the sessions of a source from the beginning",
  params: sourceParams,
  response: sourceDto,
  errors: [409],
  handler: ({ actor, params }) => syncSource(actor, params),
});
