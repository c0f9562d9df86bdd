import { apiRoute } from "@/lib/http/api-route";
import { getReviewSettings } from "@/lib/settings/read";
import { reviewSettingsDto, reviewSettingsInput } from "@/lib/settings/schema";
import { updateReviewSettings } from "@/lib/settings/write";

export const GET = apiRoute({
  summary: "Get the review settings",
  response: reviewSettingsDto,
  handler: ({ actor }) => getReviewSettings(actor),
});

export const PATCH = apiRoute({
  summary: "Change the review settings",
  body: reviewSettingsInput,
  response: reviewSettingsDto,
  handler: ({ actor, body }) => updateReviewSettings(actor, body),
});
