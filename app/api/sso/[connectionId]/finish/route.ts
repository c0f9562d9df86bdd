import { finishSaml } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "End a single sign-on by SAML",
  door: "public",
  status: 302,
  params: connectionParams,
  handler: ({ params, origin, request }) => {
    const browser = {
      search: "",
      cookies: request.headers.get("cookie"),
      userAgent: request.headers.get("user-agent") ?? undefined,
    };
    return finishSaml({ ...params, ...browser }, origin);
  },
});
