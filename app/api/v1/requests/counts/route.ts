import { apiRoute } from "@/lib/http/api-route";
import { countRequests } from "@/lib/requests/read";
import { requestCountsDto } from "@/lib/requests/schema";

export const GET = apiRoute({
  summary: "Count open data-subject requests",
  response: requestCountsDto,
  handler: ({ actor }) => countRequests(actor),
});
