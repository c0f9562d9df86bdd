import { receiveSaml } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { readText } from "@/lib/http/request";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Receive the response of a SAML identity provider",
  door: "public",
  status: 302,
  isFromElsewhere: true,
  params: connectionParams,
  handler: async ({ params, origin, request }) =>
    receiveSaml({ ...params, form: await readText(request) }, origin),
});
