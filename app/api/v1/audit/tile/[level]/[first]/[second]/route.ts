import { longTileParams } from "@/lib/audit/schema";
import { getTreeTile } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Fetch such a tile by a longer number, or one that is not whole (C2SP tlog-tiles)",
  answers: "application/octet-stream",
  params: longTileParams,
  handler: async ({ actor, params }) =>
    new BytesResponse(await getTreeTile(actor, params), {
      headers: { "Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff" },
    }),
});
