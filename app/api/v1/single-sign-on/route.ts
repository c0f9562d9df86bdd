import { apiRoute } from "@/lib/http/api-route";
import { readSingleSignOn } from "@/lib/single-sign-on/read";
import { overviewDto } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "Get how members sign in",
  response: overviewDto,
  handler: ({ actor }) => readSingleSignOn(actor),
});
