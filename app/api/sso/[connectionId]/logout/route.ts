import { receiveLogout } from "@/lib/auth/sso-logout";
import { apiRoute } from "@/lib/http/api-route";
import { readText } from "@/lib/http/request";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "Sign out by SAML, in the address",
  door: "public",
  status: 302,
  params: connectionParams,
  handler: ({ params, origin, request }) =>
    receiveLogout({ ...params, query: new URL(request.url).search }, origin),
});

export const POST = apiRoute({
  summary: "Sign out by SAML, in a form",
  door: "public",
  status: 302,
  isFromElsewhere: true,
  params: connectionParams,
  handler: async ({ params, origin, request }) =>
    receiveLogout({ ...params, form: await readText(request) }, origin),
});
