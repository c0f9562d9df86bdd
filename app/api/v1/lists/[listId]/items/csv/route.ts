import { apiRoute } from "@/lib/http/api-route";
import { attachment, StreamResponse } from "@/lib/http/stream-response";
import { exportItems } from "@/lib/typed-lists/read";
import { listParams } from "@/lib/typed-lists/schema";

export const GET = apiRoute({
  summary: "Export the items of a list as CSV",
  params: listParams,
  answers: "text/csv",
  handler: async ({ actor, params }) =>
    new StreamResponse(exportItems(actor, params), attachment("text/csv; charset=utf-8", "list-items.csv")),
});
