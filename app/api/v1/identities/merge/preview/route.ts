import { apiRoute } from "@/lib/http/api-route";
import { previewMerge } from "@/lib/merges/read";
import { asMergeInput, mergePreviewDto, mergePreviewInput } from "@/lib/merges/schema";

export const POST = apiRoute({
  summary: "Preview a merge of identities",
  body: mergePreviewInput,
  response: mergePreviewDto,
  isRepeatable: true,
  handler: ({ actor, body }) => previewMerge(actor, asMergeInput(body)),
});
