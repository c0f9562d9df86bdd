import { apiRoute } from "@/lib/http/api-route";
import { entryParams, removedEntryDto } from "@/lib/lists/schema";
import { removeBlocklistEntry } from "@/lib/lists/write";

export const DELETE = apiRoute({
  summary: "Remove an entry from the blocklist",
  params: entryParams,
  response: removedEntryDto,
  handler: ({ actor, params }) => removeBlocklistEntry(actor, params),
});
