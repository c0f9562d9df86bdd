import { apiRoute } from "@/lib/http/api-route";
import { importedItemsDto, listParams } from "@/lib/typed-lists/schema";
import { importItems } from "@/lib/typed-lists/write";

export const POST = apiRoute({
  summary: "Add the items of a CSV file to a list",
  params: listParams,
  form: {
    needs: "lists:write",
    parts: { file: "CSV in UTF-8 with at most 1,000 rows. Its first line names the columns." },
  },
  response: importedItemsDto,
  errors: [409, 413],
  handler: ({ actor, params, form }) =>
    importItems(actor, { ...params, files: (form.get("file") ?? []).map(({ bytes }) => bytes) }),
});
