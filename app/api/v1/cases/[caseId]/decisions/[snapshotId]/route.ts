import { snapshotDto, snapshotParams } from "@/lib/cases/schema";
import { getSnapshot } from "@/lib/cases/snapshot";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get a decision with its desk snapshot",
  params: snapshotParams,
  response: snapshotDto,
  handler: ({ actor, params }) => getSnapshot(actor, params),
});
