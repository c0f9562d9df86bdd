import { apiRoute } from "@/lib/http/api-route";
import { listWatchlistEntries } from "@/lib/watchlists/read";
import {
  uploadedDto,
  watchlistEntriesQuery,
  watchlistEntryPage,
  watchlistParams,
} from "@/lib/watchlists/schema";
import { uploadWatchlist } from "@/lib/watchlists/write";

export const GET = apiRoute({
  summary: "List the entries of a watchlist",
  params: watchlistParams,
  query: watchlistEntriesQuery,
  response: watchlistEntryPage,
  handler: ({ actor, params, query }) => listWatchlistEntries(actor, { ...params, ...query }),
});

export const PUT = apiRoute({
  summary: "Replace the entries of a watchlist with those of a CSV file",
  params: watchlistParams,
  form: {
    needs: "lists:write",
    parts: { file: "CSV in UTF-8. Its first line names the columns; `name` is needed." },
  },
  response: uploadedDto,
  errors: [413],
  handler: ({ actor, params, form }) =>
    uploadWatchlist(actor, { ...params, files: (form.get("file") ?? []).map(({ bytes }) => bytes) }),
});
