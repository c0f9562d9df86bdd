import { apiRoute } from "@/lib/http/api-route";
import { planRetention } from "@/lib/privacy/retention";
import { retentionDraft, retentionPlanDto } from "@/lib/privacy/schema";

export const GET = apiRoute({
  summary: "See what the next run of retention would do",
  response: retentionPlanDto,
  handler: ({ actor }) => planRetention(actor),
});

export const POST = apiRoute({
  summary: "See what the next run would do with other settings",
  body: retentionDraft,
  response: retentionPlanDto,
  handler: ({ actor, body }) => planRetention(actor, body),
});
