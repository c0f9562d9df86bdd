import { apiRoute } from "@/lib/http/api-route";
import { connectionParams, emptyInput, newScimTokenDto } from "@/lib/single-sign-on/schema";
import { createScimToken } from "@/lib/single-sign-on/scim-tokens";

export const POST = apiRoute({
  summary: "Create a SCIM token of a connection",
  params: connectionParams,
  body: emptyInput,
  response: newScimTokenDto,
  status: 201,
  isSecret: true,
  handler: ({ actor, params }) => createScimToken(actor, params),
});
