import { apiRoute } from "@/lib/http/api-route";
import { createSamlConnection } from "@/lib/single-sign-on/connections";
import { connectionDto, samlInput } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Create a connection to a SAML identity provider",
  body: samlInput,
  response: connectionDto,
  status: 201,
  handler: ({ actor, body }) => createSamlConnection(actor, body),
});
