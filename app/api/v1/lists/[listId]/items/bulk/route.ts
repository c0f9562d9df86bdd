import { apiRoute } from "@/lib/http/api-route";
import { bulkInput, importedItemsDto, listParams } from "@/lib/typed-lists/schema";
import { addItems } from "@/lib/typed-lists/write";

export const POST = apiRoute({
  summary: "Add items to a list",
  params: listParams,
  body: bulkInput,
  response: importedItemsDto,
  errors: [409],
  handler: ({ actor, params, body }) => addItems(actor, { ...params, ...body }),
});
