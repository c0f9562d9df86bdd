import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { listChecksOfSession } from "@/lib/screening-checks/read";
import { apiCheckList, checksOfQuery } from "@/lib/screening-checks/schema";

export const GET = apiRoute({
  summary: "List the screening checks of a session in the contract's shape",
  params: sessionParams,
  query: checksOfQuery,
  response: apiCheckList,
  handler: ({ actor, params, query }) => listChecksOfSession(actor, { ...params, ...query }),
});
