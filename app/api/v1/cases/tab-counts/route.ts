import { apiRoute } from "@/lib/http/api-route";
import { tabCountsDto } from "@/lib/queue/schema";
import { getTabCounts } from "@/lib/queue/tab-counts";

export const GET = apiRoute({
  summary: "Count the cases under each tab",
  response: tabCountsDto,
  handler: ({ actor }) => getTabCounts(actor),
});
