import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { timelineDto } from "@/lib/sessions/schema";
import { getTimeline } from "@/lib/sessions/timeline";

export const GET = apiRoute({
  summary: "Get the timeline of a session",
  params: sessionParams,
  response: timelineDto,
  handler: ({ actor, params }) => getTimeline(actor, params),
});
