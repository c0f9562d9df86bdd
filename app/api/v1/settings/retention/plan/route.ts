import { apiRoute } from "@/lib/http/api-route";
import { planRetention } from "@/lib/privacy/retention";
import { retentionPlanDto } from "@/lib/privacy/schema";

export const GET = apiRoute({
  summary: "See what the next run of retention would do",
  response: retentionPlanDto,
  handler: ({ actor }) => planRetention(actor),
});
