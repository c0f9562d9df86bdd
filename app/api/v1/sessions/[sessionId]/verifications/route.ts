import { listChecks } from "@/lib/checks/read";
import { checkList } from "@/lib/checks/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List verification checks",
  params: sessionParams,
  response: checkList,
  handler: ({ actor, params }) => listChecks(actor, params),
});
