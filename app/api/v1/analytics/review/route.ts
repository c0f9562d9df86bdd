import { getReviewOverview } from "@/lib/analytics/review";
import { reviewOverviewDto } from "@/lib/analytics/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get the review figures",
  response: reviewOverviewDto,
  handler: ({ actor }) => getReviewOverview(actor),
});
