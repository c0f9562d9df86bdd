import { apiRoute } from "@/lib/http/api-route";
import { forecastRedaction } from "@/lib/redactions/read";
import { redactionForecast, redactionTarget } from "@/lib/redactions/schema";

export const POST = apiRoute({
  summary: "Preview a bulk redaction",
  body: redactionTarget,
  response: redactionForecast,
  handler: ({ actor, body }) => forecastRedaction(actor, body),
});
