import { apiRoute } from "@/lib/http/api-route";
import { getQuality } from "@/lib/quality/read";
import { qualityDto, qualityQuery } from "@/lib/quality/schema";

export const GET = apiRoute({
  summary: "Get what waits for a second look, and how far second looks agree",
  query: qualityQuery,
  response: qualityDto,
  handler: ({ actor, query }) => getQuality(actor, query),
});
