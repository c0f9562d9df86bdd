import { apiRoute } from "@/lib/http/api-route";
import { listItems } from "@/lib/typed-lists/read";
import { itemDto, itemInput, itemPage, itemsQuery, listParams } from "@/lib/typed-lists/schema";
import { addItem } from "@/lib/typed-lists/write";

export const GET = apiRoute({
  summary: "List the items of a list",
  params: listParams,
  query: itemsQuery,
  response: itemPage,
  handler: ({ actor, params, query }) => listItems(actor, { ...params, ...query }),
});

export const POST = apiRoute({
  summary: "Add an item to a list",
  params: listParams,
  body: itemInput,
  response: itemDto,
  status: 201,
  errors: [409],
  isPersonal: true,
  handler: ({ actor, params, body }) => addItem(actor, { ...params, ...body }),
});
