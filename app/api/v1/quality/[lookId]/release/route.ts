import { apiRoute } from "@/lib/http/api-route";
import { lookParams, namedDto } from "@/lib/quality/schema";
import { releaseLook } from "@/lib/quality/write";

export const POST = apiRoute({
  summary: "Release a second look",
  params: lookParams,
  response: namedDto,
  handler: ({ actor, params }) => releaseLook(actor, params),
});
