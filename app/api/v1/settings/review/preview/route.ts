import { previewRouting } from "@/lib/cases/routing";
import { apiRoute } from "@/lib/http/api-route";
import { routingPreviewDto, routingPreviewInput } from "@/lib/settings/schema";

export const POST = apiRoute({
  summary: "Preview the routing of open cases with given rules",
  body: routingPreviewInput,
  response: routingPreviewDto,
  handler: ({ actor, body }) => previewRouting(actor, body),
});
