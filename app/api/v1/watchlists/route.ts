import { apiRoute } from "@/lib/http/api-route";
import { listWatchlists } from "@/lib/watchlists/read";
import { watchlistDto, watchlistInput, watchlistList } from "@/lib/watchlists/schema";
import { createWatchlist } from "@/lib/watchlists/write";

export const GET = apiRoute({
  summary: "List watchlists",
  response: watchlistList,
  handler: ({ actor }) => listWatchlists(actor),
});

export const POST = apiRoute({
  summary: "Create a watchlist",
  body: watchlistInput,
  response: watchlistDto,
  status: 201,
  errors: [409],
  handler: ({ actor, body }) => createWatchlist(actor, body),
});
