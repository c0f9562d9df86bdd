import { apiRoute } from "@/lib/http/api-route";
import { previewRequestClock } from "@/lib/settings/read";
import { clockPreviewDto, clockPreviewQuery } from "@/lib/settings/schema";

export const GET = apiRoute({
  summary: "Get the days of a request that came in now, under settings that are tried out",
  query: clockPreviewQuery,
  response: clockPreviewDto,
  handler: ({ actor, query }) => previewRequestClock(actor, query),
});
