import { listChecks } from "@/lib/checks/read";
import { checkList } from "@/lib/checks/schema";
import { apiRoute } from "@/lib/http/api-route";
import { sessionParams } from "@/lib/sessions/schema";

export const GET = apiRoute({
  summary: "List verification checks",
  params: sessionParams,
  response: checkList,
  handler: ({ actor, params }) => listChecks(actor, params),
});
