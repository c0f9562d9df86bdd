import { apiRoute } from "@/lib/http/api-route";
import { replaceMetadata } from "@/lib/single-sign-on/connections";
import { connectionDto, connectionParams, metadataInput } from "@/lib/single-sign-on/schema";

export const PUT = apiRoute({
  summary: "Replace the metadata of a SAML connection",
  params: connectionParams,
  body: metadataInput,
  response: connectionDto,
  handler: ({ actor, params, body }) => replaceMetadata(actor, { ...params, ...body }),
});
