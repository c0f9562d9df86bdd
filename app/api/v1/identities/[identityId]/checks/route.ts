import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { listChecksOfIdentity } from "@/lib/screening-checks/read";
import { apiCheckList, checksOfQuery } from "@/lib/screening-checks/schema";

export const GET = apiRoute({
  summary: "List the screening checks of an identity",
  params: identityParams,
  query: checksOfQuery,
  response: apiCheckList,
  handler: ({ actor, params, query }) => listChecksOfIdentity(actor, { ...params, ...query }),
});
