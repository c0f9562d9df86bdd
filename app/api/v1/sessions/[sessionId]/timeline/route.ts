import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { timelineDto, timelineQuery } from "@/lib/sessions/schema";
import { getTimeline } from "@/lib/timeline/read";

export const GET = apiRoute({
  summary: "Get the timeline of a session",
  params: sessionParams,
  query: timelineQuery,
  response: timelineDto,
  handler: ({ actor, params, query }) => getTimeline(actor, { ...params, ...query }),
});
