import { tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { checkTagParams } from "@/lib/screening-checks/schema";
import { removeCheckTag } from "@/lib/screening-checks/tags";

export const DELETE = apiRoute({
  summary: "Remove a tag of a screening check",
  params: checkTagParams,
  response: tagsDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params }) => removeCheckTag(actor, params),
});
