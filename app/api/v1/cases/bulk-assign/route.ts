import { apiRoute } from "@/lib/http/api-route";
import { bulkAssign } from "@/lib/queue/bulk-assign";
import { bulkAssignDto, bulkAssignInput } from "@/lib/queue/schema";

export const POST = apiRoute({
  summary: "Assign several cases",
  body: bulkAssignInput,
  response: bulkAssignDto,
  isRepeatable: true,
  handler: ({ actor, body }) => bulkAssign(actor, body),
});
