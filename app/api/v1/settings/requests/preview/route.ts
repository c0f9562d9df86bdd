import { apiRoute } from "@/lib/http/api-route";
import { previewRequestClock } from "@/lib/request-settings/read";
import { clockPreviewDto, clockPreviewQuery } from "@/lib/request-settings/schema";

export const GET = apiRoute({
  summary: "Preview the deadlines of a request received now",
  query: clockPreviewQuery,
  response: clockPreviewDto,
  handler: ({ actor, query }) => previewRequestClock(actor, query),
});
