import { apiRoute } from "@/lib/http/api-route";
import { listDto, listParams } from "@/lib/typed-lists/schema";
import { archiveList } from "@/lib/typed-lists/write";

export const POST = apiRoute({
  summary: "Archive a list",
  params: listParams,
  response: listDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params }) => archiveList(actor, params),
});
