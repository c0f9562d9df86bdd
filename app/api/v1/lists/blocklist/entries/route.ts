import { apiRoute } from "@/lib/http/api-route";
import { listBlocklistEntries } from "@/lib/lists/read";
import { blocklistPage, blocklistQuery } from "@/lib/lists/schema";

export const GET = apiRoute({
  summary: "List what is on the blocklist",
  query: blocklistQuery,
  response: blocklistPage,
  handler: ({ actor, query }) => listBlocklistEntries(actor, query),
});
