import { apiRoute } from "@/lib/http/api-route";
import { listScreening } from "@/lib/screening/read";
import { screeningList } from "@/lib/screening/schema";
import { sessionParams } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "List screening checks of a session",
  params: sessionParams,
  response: screeningList,
  handler: ({ actor, params }) => listScreening(actor, params),
});
