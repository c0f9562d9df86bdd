import { apiRoute } from "@/lib/http/api-route";
import { createConnection } from "@/lib/single-sign-on/connections";
import { connectionDto, connectionInput } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Create a connection to an identity provider",
  body: connectionInput,
  response: connectionDto,
  status: 201,
  handler: ({ actor, body }) => createConnection(actor, body),
});
