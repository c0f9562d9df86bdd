import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { getSessionContainer } from "@/lib/sessions/read";
import { sessionContainerDto } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "Get a session as a Regula IDV Platform container",
  params: sessionParams,
  response: sessionContainerDto,
  spelling: "contract",
  handler: ({ actor, params }) => getSessionContainer(actor, params),
});
