import { apiRoute } from "@/lib/http/api-route";
import { listLists } from "@/lib/typed-lists/read";
import { listDto, listInput, listPage, listsQuery } from "@/lib/typed-lists/schema";
import { createList } from "@/lib/typed-lists/write";

export const GET = apiRoute({
  summary: "List lists",
  query: listsQuery,
  response: listPage,
  handler: ({ actor, query }) => listLists(actor, query),
});

export const POST = apiRoute({
  summary: "Create a list",
  body: listInput,
  response: listDto,
  status: 201,
  errors: [409],
  handler: ({ actor, body }) => createList(actor, body),
});
