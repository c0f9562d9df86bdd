import { getSnapshot } from "@/lib/decisions/read";
import { snapshotDto, snapshotParams } from "@/lib/decisions/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get a decision with its desk snapshot",
  params: snapshotParams,
  response: snapshotDto,
  handler: ({ actor, params }) => getSnapshot(actor, params),
});
