import { sessionParams } from "@/lib/contract/session-id";
import { tagInput, tagsDto } from "@/lib/contract/tags";
import { apiRoute } from "@/lib/http/api-route";
import { removeTag } from "@/lib/sessions/set-tags";

export const POST = apiRoute({
  summary: "Remove a tag from a session",
  params: sessionParams,
  body: tagInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => removeTag(actor, { ...params, ...body }),
});
