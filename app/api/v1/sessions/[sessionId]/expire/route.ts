import { expireSession } from "@/lib/captures/expire";
import { expiredDto, nothingInput } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const POST = apiRoute({
  summary: "End an active session without a result",
  params: sessionParams,
  body: nothingInput,
  response: expiredDto,
  handler: ({ actor, params }) => expireSession(actor, params),
});
