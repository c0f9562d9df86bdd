import { requestCountsDto } from "@/lib/contract/clock";
import { apiRoute } from "@/lib/http/api-route";
import { countRequests } from "@/lib/requests/read";

export const GET = apiRoute({
  summary: "Count open data-subject requests",
  response: requestCountsDto,
  handler: ({ actor }) => countRequests(actor),
});
