import { apiRoute } from "@/lib/http/api-route";
import { listRuns } from "@/lib/sources/read";
import { runPage, runQuery, sourceParams } from "@/lib/sources/schema";

export const GET = apiRoute({
  summary: "List the runs of a source",
  params: sourceParams,
  query: runQuery,
  response: runPage,
  handler: ({ actor, params, query }) => listRuns(actor, { ...params, ...query }),
});
