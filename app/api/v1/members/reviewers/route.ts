import { apiRoute } from "@/lib/http/api-route";
import { listReviewers } from "@/lib/members/read";
import { reviewerList } from "@/lib/members/schema";

export const GET = apiRoute({
  summary: "List the members who review cases",
  response: reviewerList,
  handler: ({ actor }) => listReviewers(actor),
});
