import { apiRoute } from "@/lib/http/api-route";
import { retentionDraft, retentionPlanDto } from "@/lib/privacy/schema";
import { planRetention } from "@/lib/retention/plan";

export const GET = apiRoute({
  summary: "Preview the next retention run",
  response: retentionPlanDto,
  handler: ({ actor }) => planRetention(actor),
});

export const POST = apiRoute({
  summary: "Preview the next retention run with other settings",
  body: retentionDraft,
  response: retentionPlanDto,
  handler: ({ actor, body }) => planRetention(actor, body),
});
