import { apiRoute } from "@/lib/http/api-route";
import { bulkTag } from "@/lib/sessions/bulk-tag";
import { bulkTagDto, bulkTagInput } from "@/lib/sessions/schema";

export const POST = apiRoute({
  summary: "Add and remove tags of several sessions",
  body: bulkTagInput,
  response: bulkTagDto,
  isRepeatable: true,
  handler: ({ actor, body }) => bulkTag(actor, body),
});
