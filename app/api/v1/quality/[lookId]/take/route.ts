import { apiRoute } from "@/lib/http/api-route";
import { lookParams, namedDto } from "@/lib/quality/schema";
import { takeLook } from "@/lib/quality/write";

export const POST = apiRoute({
  summary: "Take a second look",
  params: lookParams,
  response: namedDto,
  isRepeatable: true,
  handler: ({ actor, params }) => takeLook(actor, params),
});
