import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { listScreening } from "@/lib/screening/read";
import { screeningList } from "@/lib/screening/schema";

export const GET = apiRoute({
  summary: "List screening checks of a session",
  params: sessionParams,
  response: screeningList,
  handler: ({ actor, params }) => listScreening(actor, params),
});
