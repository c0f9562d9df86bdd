import { apiRoute } from "@/lib/http/api-route";
import { newCredentials, sourceDto, sourceParams } from "@/lib/sources/schema";
import { replaceCredentials } from "@/lib/sources/write";

export const PUT = apiRoute({
  summary: "Replace the credentials of a source",
  params: sourceParams,
  body: newCredentials,
  response: sourceDto,
  handler: ({ actor, params, body }) => replaceCredentials(actor, { ...params, ...body }),
});
