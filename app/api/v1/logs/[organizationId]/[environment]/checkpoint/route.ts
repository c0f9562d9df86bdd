import { publicLogParams } from "@/lib/audit/schema";
import { findTreeCheckpoint } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Get the signed checkpoint of a public log",
  answers: "text/plain",
  door: "public",
  params: publicLogParams,
  handler: async ({ params }) =>
    new BytesResponse(Buffer.from(await findTreeCheckpoint(params)), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
      },
    }),
});
