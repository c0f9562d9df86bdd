import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { setTagsInput, tagsDto } from "@/lib/sessions/schema";
import { setTags } from "@/lib/sessions/set-tags";

export const POST = apiRoute({
  summary: "Replace the tags of a session",
  params: sessionParams,
  body: setTagsInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => setTags(actor, { ...params, ...body }),
});
