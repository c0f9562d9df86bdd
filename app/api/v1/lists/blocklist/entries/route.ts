import { apiRoute } from "@/lib/http/api-route";
import { listBlocklistEntries } from "@/lib/lists/read";
import { blocklistPage, blocklistQuery } from "@/lib/lists/schema";

export const GET = apiRoute({
  summary: "List blocklist entries",
  query: blocklistQuery,
  response: blocklistPage,
  handler: ({ actor, query }) => listBlocklistEntries(actor, query),
});
