import { apiRoute } from "@/lib/http/api-route";
import { getWatchlist } from "@/lib/watchlists/read";
import {
  deletedWatchlistDto,
  watchlistChanges,
  watchlistDto,
  watchlistParams,
} from "@/lib/watchlists/schema";
import { deleteWatchlist, updateWatchlist } from "@/lib/watchlists/write";

export const GET = apiRoute({
  summary: "Get a watchlist",
  params: watchlistParams,
  response: watchlistDto,
  handler: ({ actor, params }) => getWatchlist(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change a watchlist",
  params: watchlistParams,
  body: watchlistChanges,
  response: watchlistDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => updateWatchlist(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Delete a watchlist with its entries",
  params: watchlistParams,
  response: deletedWatchlistDto,
  handler: ({ actor, params }) => deleteWatchlist(actor, params),
});
