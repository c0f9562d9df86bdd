import { apiRoute } from "@/lib/http/api-route";
import { getList } from "@/lib/typed-lists/read";
import { listChanges, listDto, listParams } from "@/lib/typed-lists/schema";
import { updateList } from "@/lib/typed-lists/write";

export const GET = apiRoute({
  summary: "Get a list",
  params: listParams,
  response: listDto,
  handler: ({ actor, params }) => getList(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change a list",
  params: listParams,
  body: listChanges,
  response: listDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params, body }) => updateList(actor, { ...params, ...body }),
});
