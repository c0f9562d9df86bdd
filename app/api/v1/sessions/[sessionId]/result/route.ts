import { resultDto } from "@/lib/contract/result";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getResult } from "@/lib/sessions/read";

export const GET = apiRoute({
  summary: "Get session result",
  params: sessionParams,
  response: resultDto,
  handler: ({ actor, params }) => getResult(actor, params),
});
