import { tagInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { addTag } from "@/lib/identities/set-tags";

export const POST = apiRoute({
  summary: "Add a tag to an identity",
  params: identityParams,
  body: tagInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => addTag(actor, { ...params, ...body }),
});
