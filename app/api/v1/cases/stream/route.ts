import { apiRoute } from "@/lib/http/api-route";
import { StreamResponse } from "@/lib/http/stream-response";
import { streamQuery } from "@/lib/queue/schema";
import { streamCases } from "@/lib/queue/stream";

export const GET = apiRoute({
  summary: "Follow changes of cases as server-sent events",
  answers: "text/event-stream",
  query: streamQuery,
  handler: async ({ actor }) =>
    new StreamResponse(
      streamCases(actor),
      { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" },
      "feed",
    ),
});
