import { apiRoute } from "@/lib/http/api-route";
import { getRateLimits, rateLimitsDto } from "@/lib/http/call-limit";

export const GET = apiRoute({
  summary: "Get the rate limits of the calling key",
  response: rateLimitsDto,
  handler: ({ actor }) => getRateLimits(actor),
});
