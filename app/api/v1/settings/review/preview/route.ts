import { previewRouting } from "@/lib/cases/routing";
import { apiRoute } from "@/lib/http/api-route";
import { routingPreviewDto, routingPreviewInput } from "@/lib/settings/schema";

export const POST = apiRoute({
  summary: "Preview where open cases would go under some rules",
  body: routingPreviewInput,
  response: routingPreviewDto,
  handler: ({ actor, body }) => previewRouting(actor, body),
});
