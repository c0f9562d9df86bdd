import { apiRoute } from "@/lib/http/api-route";
import { checkDto, connectionParams, emptyInput } from "@/lib/single-sign-on/schema";
import { checkConnection } from "@/lib/single-sign-on/test";

export const POST = apiRoute({
  summary: "Check a connection without signing in",
  params: connectionParams,
  body: emptyInput,
  response: checkDto,
  handler: ({ actor, params }) => checkConnection(actor, params),
});
