import { publicLogParams, tileParams } from "@/lib/audit/schema";
import { findTreeTile } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Fetch a tile of the tree over the seals, or the seals, of a public log",
  answers: "application/octet-stream",
  door: "public",
  params: publicLogParams.extend(tileParams.shape),
  handler: async ({ params }) =>
    new BytesResponse(await findTreeTile(params), {
      headers: {
        "Content-Type": "application/octet-stream",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=31536000, immutable",
      },
    }),
});
