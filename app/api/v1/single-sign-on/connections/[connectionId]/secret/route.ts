import { apiRoute } from "@/lib/http/api-route";
import { replaceSecret } from "@/lib/single-sign-on/connections";
import { connectionDto, connectionParams, secretInput } from "@/lib/single-sign-on/schema";

export const PUT = apiRoute({
  summary: "Replace the client secret of a connection",
  params: connectionParams,
  body: secretInput,
  response: connectionDto,
  handler: ({ actor, params, body }) => replaceSecret(actor, { ...params, ...body }),
});
