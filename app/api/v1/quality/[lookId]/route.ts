import { apiRoute } from "@/lib/http/api-route";
import { getLook } from "@/lib/quality/read";
import { lookDto, lookParams } from "@/lib/quality/schema";

export const GET = apiRoute({
  summary: "Get the evidence for a second look",
  params: lookParams,
  response: lookDto,
  handler: ({ actor, params }) => getLook(actor, params),
});
