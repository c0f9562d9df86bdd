import { apiRoute } from "@/lib/http/api-route";
import { getItem } from "@/lib/typed-lists/read";
import { itemDto, itemParams, removedItemDto } from "@/lib/typed-lists/schema";
import { removeItem } from "@/lib/typed-lists/write";

export const GET = apiRoute({
  summary: "Get an item of a list",
  params: itemParams,
  response: itemDto,
  handler: ({ actor, params }) => getItem(actor, params),
});

export const DELETE = apiRoute({
  summary: "Remove an item from a list",
  params: itemParams,
  response: removedItemDto,
  errors: [409],
  handler: ({ actor, params }) => removeItem(actor, params),
});
