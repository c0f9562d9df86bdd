import { caseParams } from "@/lib/cases/schema";
import { listSnapshots } from "@/lib/decisions/read";
import { snapshotList } from "@/lib/decisions/schema";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List the decisions on a case",
  params: caseParams,
  response: snapshotList,
  handler: ({ actor, params }) => listSnapshots(actor, params),
});
