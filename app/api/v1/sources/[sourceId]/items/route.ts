import { apiRoute } from "@/lib/http/api-route";
import { listItems } from "@/lib/sources/read";
import { itemPage, itemQuery, queuedDto, sourceParams, wantedItems } from "@/lib/sources/schema";
import { fetchItems } from "@/lib/sources/sync";

export const GET = apiRoute({
  summary: "List the sessions of a source as they are known here",
  params: sourceParams,
  query: itemQuery,
  response: itemPage,
  handler: ({ actor, params, query }) => listItems(actor, { ...params, ...query }),
});

export const POST = apiRoute({
  summary: "Fetch sessions of a source now",
  params: sourceParams,
  body: wantedItems,
  response: queuedDto,
  errors: [409],
  handler: ({ actor, params, body }) => fetchItems(actor, { ...params, ...body }),
});
