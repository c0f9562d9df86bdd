import { apiRoute } from "@/lib/http/api-route";
import { getSource } from "@/lib/sources/read";
import { removedSourceDto, sourceChanges, sourceDto, sourceParams } from "@/lib/sources/schema";
import { removeSource, updateSource } from "@/lib/sources/write";

export const GET = apiRoute({
  summary: "Get a source",
  params: sourceParams,
  response: sourceDto,
  handler: ({ actor, params }) => getSource(actor, params),
});

export const PATCH = apiRoute({
  summary: "Change a source",
  params: sourceParams,
  body: sourceChanges,
  response: sourceDto,
  errors: [409],
  handler: ({ actor, params, body }) => updateSource(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Remove a source; the sessions that came from it stay",
  params: sourceParams,
  response: removedSourceDto,
  handler: ({ actor, params }) => removeSource(actor, params),
});
