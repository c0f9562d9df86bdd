import { longestTileParams, publicLogParams } from "@/lib/audit/schema";
import { findTreeTile } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Fetch such a tile by a longer number that is not whole, of a public log",
  answers: "application/octet-stream",
  door: "public",
  params: publicLogParams.extend(longestTileParams.shape),
  handler: async ({ params }) =>
    new BytesResponse(await findTreeTile(params), {
      headers: {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable",
      },
    }),
});
