import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";
import { tagInput, tagsDto } from "@/lib/sessions/schema";
import { addTag } from "@/lib/sessions/set-tags";

export const POST = apiRoute({
  summary: "Add a tag to a session",
  params: sessionParams,
  body: tagInput,
  response: tagsDto,
  isRepeatable: true,
  handler: ({ actor, params, body }) => addTag(actor, { ...params, ...body }),
});
