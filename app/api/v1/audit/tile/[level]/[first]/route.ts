import { tileParams } from "@/lib/audit/schema";
import { getTreeTile } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Fetch a tile of the tree over the seals, or the seals (C2SP tlog-tiles)",
  answers: "application/octet-stream",
  params: tileParams,
  handler: async ({ actor, params }) =>
    new BytesResponse(await getTreeTile(actor, params), {
      headers: { "Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff" },
    }),
});
