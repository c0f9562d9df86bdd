import { apiRoute } from "@/lib/http/api-route";
import { listReports } from "@/lib/sources/read";
import { queuedDto, reportPage, runQuery, sourceParams } from "@/lib/sources/schema";
import { retryReports } from "@/lib/sources/sync";

export const GET = apiRoute({
  summary: "List what a source's vendor is told",
  params: sourceParams,
  query: runQuery,
  response: reportPage,
  handler: ({ actor, params, query }) => listReports(actor, { ...params, ...query }),
});

export const POST = apiRoute({
  summary: "Tell a source's vendor again of what it could not be told",
  params: sourceParams,
  response: queuedDto,
  errors: [409],
  handler: ({ actor, params }) => retryReports(actor, params),
});
