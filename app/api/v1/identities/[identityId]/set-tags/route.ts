import { setTagsInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { identityParams } from "@/lib/identities/schema";
import { setTags } from "@/lib/identities/set-tags";

export const POST = apiRoute({
  summary: "Replace the tags of an identity",
  params: identityParams,
  body: setTagsInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => setTags(actor, { ...params, ...body }),
});
