import { snapshotDto, snapshotParams } from "@/lib/cases/schema";
import { getSnapshot } from "@/lib/cases/snapshot";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "Get a decision with what was on the screen",
  params: snapshotParams,
  response: snapshotDto,
  handler: ({ actor, params }) => getSnapshot(actor, params),
});
