import { apiRoute } from "@/lib/http/api-route";
import { sourceDto, sourceParams } from "@/lib/sources/schema";
import { resumeSource } from "@/lib/sources/sync";

export const POST = apiRoute({
  summary: "Let a source go on",
  params: sourceParams,
  response: sourceDto,
  handler: ({ actor, params }) => resumeSource(actor, params),
});
