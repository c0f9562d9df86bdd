import { apiRoute } from "@/lib/http/api-route";
import { getResult } from "@/lib/sessions/read";
import { resultDto, sessionParams } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Get session result",
  params: sessionParams,
  response: resultDto,
  handler: ({ actor, params }) => getResult(actor, params),
});
