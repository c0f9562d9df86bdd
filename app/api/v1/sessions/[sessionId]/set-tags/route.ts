import { sessionParams } from "@/lib/contract/session-id";
import { setTagsInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { setTags } from "@/lib/sessions/set-tags";

export const POST = apiRoute({
  summary: "Replace the tags of a session",
  params: sessionParams,
  body: setTagsInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => setTags(actor, { ...params, ...body }),
});
