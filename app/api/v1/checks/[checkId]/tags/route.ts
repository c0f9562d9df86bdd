import { tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { checkParams } from "@/lib/screening/schema";
import { checkTagsInput } from "@/lib/screening-checks/schema";
import { addCheckTags, setCheckTags } from "@/lib/screening-checks/tags";

export const POST = apiRoute({
  summary: "Add tags to a screening check",
  params: checkParams,
  body: checkTagsInput,
  response: tagsDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params, body }) => addCheckTags(actor, { ...params, ...body }),
});

export const PUT = apiRoute({
  summary: "Replace the tags of a screening check",
  params: checkParams,
  body: checkTagsInput,
  response: tagsDto,
  errors: [409],
  isRepeatable: true,
  handler: ({ actor, params, body }) => setCheckTags(actor, { ...params, ...body }),
});
