import { apiRoute } from "@/lib/http/api-route";
import { getReviewSettings } from "@/lib/settings/read";
import { reviewSettingsDto, reviewSettingsInput } from "@/lib/settings/schema";
import { updateReviewSettings } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get how cases are reviewed",
  response: reviewSettingsDto,
  handler: ({ actor }) => getReviewSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change how cases are reviewed",
  body: reviewSettingsInput,
  response: reviewSettingsDto,
  handler: ({ actor, body }) => updateReviewSettings(actor, body),
});
