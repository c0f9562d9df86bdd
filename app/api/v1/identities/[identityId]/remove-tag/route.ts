import { tagInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { removeTag } from "@/lib/identities/set-tags";

export const POST = apiRoute({
  summary: "Remove a tag from an identity",
  params: identityParams,
  body: tagInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => removeTag(actor, { ...params, ...body }),
});
