import { getTabCounts } from "@/lib/cases/counts";
import { tabCountsDto } from "@/lib/cases/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Count the cases under each tab",
  response: tabCountsDto,
  handler: ({ actor }) => getTabCounts(actor),
});
