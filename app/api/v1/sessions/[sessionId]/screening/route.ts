import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { sessionScreening } from "@/lib/screening/schema";
import { listSessionScreening } from "@/lib/screening-checks/read";
import { apiCheckList } from "@/lib/screening-checks/schema";
import { screenSession } from "@/lib/screening-checks/write";

export const GET = apiRoute({
  summary: "List screening checks of a session",
  params: sessionParams,
  response: sessionScreening,
  handler: ({ actor, params }) => listSessionScreening(actor, params),
});

export const POST = apiRoute({
  summary: "Compare the person of a session with every watchlist that is loaded",
  params: sessionParams,
  response: apiCheckList,
  status: 201,
  errors: [409],
  handler: ({ actor, params }) => screenSession(actor, params),
});
