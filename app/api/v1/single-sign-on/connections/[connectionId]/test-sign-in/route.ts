import { startTest } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "Begin a test of a connection, which signs nobody in",
  params: connectionParams,
  handler: ({ actor, params }) => startTest(actor, params),
});
