import { apiRoute } from "@/lib/http/api-route";
import { previewRemap } from "@/lib/remaps/read";
import { remapInput, remapPreview, remapQuery } from "@/lib/remaps/schema";
import { startRemap } from "@/lib/remaps/write";
import { runDto, sourceParams } from "@/lib/sources/schema";

export const GET = apiRoute({
  summary: "Say what would change if the mapping of a source were applied again",
  params: sourceParams,
  query: remapQuery,
  response: remapPreview,
  handler: ({ actor, params, query }) => previewRemap(actor, { ...params, ...query }),
});

export const POST = apiRoute({
  summary: "Apply the mapping of a source again to what its vendor sent",
  params: sourceParams,
  body: remapInput,
  response: runDto,
  errors: [409],
  handler: ({ actor, params, body }) => startRemap(actor, { ...params, ...body }),
});
