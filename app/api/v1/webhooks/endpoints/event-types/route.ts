import { apiRoute } from "@/lib/http/api-route";
import { listEventTypes } from "@/lib/webhooks/read";
import { eventTypeList } from "@/lib/webhooks/schema";

export const GET = apiRoute({
  summary: "List the events that webhooks are sent for",
  response: eventTypeList,
  handler: ({ actor }) => listEventTypes(actor),
});
