import { finishSso } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "Return from an identity provider",
  door: "public",
  status: 302,
  params: connectionParams,
  handler: ({ params, origin, request }) => {
    const browser = {
      search: new URL(request.url).search,
      cookies: request.headers.get("cookie"),
      userAgent: request.headers.get("user-agent") ?? undefined,
    };
    return finishSso({ ...params, ...browser }, origin);
  },
});
