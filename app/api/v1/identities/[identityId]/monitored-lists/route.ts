import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { setMonitoredLists } from "@/lib/screening-checks/monitoring";
import { monitoredListsInput } from "@/lib/screening-checks/schema";
import { watchlistList } from "@/lib/watchlists/schema";

export const PUT = apiRoute({
  summary: "Set the watchlists that an identity is monitored against",
  params: identityParams,
  body: monitoredListsInput,
  response: watchlistList,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params, body }) => setMonitoredLists(actor, { ...params, ...body }),
});
