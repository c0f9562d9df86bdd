import { sessionParams } from "@/lib/contract/session-id";
import { tagInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { addTag } from "@/lib/sessions/set-tags";

export const POST = apiRoute({
  summary: "Add a tag to a session",
  params: sessionParams,
  body: tagInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => addTag(actor, { ...params, ...body }),
});
