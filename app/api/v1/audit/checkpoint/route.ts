import { getTreeCheckpoint } from "@/lib/audit/tile";
import { apiRoute } from "@/lib/http/api-route";
import { BytesResponse } from "@/lib/http/bytes-response";

export const GET = apiRoute({
  summary: "Get the signed checkpoint of the tree over the seals (C2SP tlog-checkpoint)",
  answers: "text/plain",
  handler: async ({ actor }) =>
    new BytesResponse(Buffer.from(await getTreeCheckpoint(actor)), {
      headers: { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" },
    }),
});
