import { apiRoute } from "@/lib/http/api-route";
import { entryParams, removalQuery, removedEntryDto } from "@/lib/lists/schema";
import { removeBlocklistEntry } from "@/lib/lists/write";

export const DELETE = apiRoute({
  summary: "Remove an entry from the blocklist",
  params: entryParams,
  query: removalQuery,
  response: removedEntryDto,
  handler: ({ actor, params, query }) => removeBlocklistEntry(actor, { ...params, ...query }),
});
