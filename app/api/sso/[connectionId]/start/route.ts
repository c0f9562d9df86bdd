import { z } from "zod";
import { startSso } from "@/lib/auth/sso";
import { apiRoute } from "@/lib/http/api-route";
import { connectionParams } from "@/lib/single-sign-on/schema";

export const GET = apiRoute({
  summary: "Begin a single sign-on",
  door: "public",
  status: 302,
  params: connectionParams,
  query: z.object({ next: z.string().max(2000).optional() }),
  handler: ({ params, query, origin, request }) =>
    startSso({ ...params, ...query, comesFrom: request.headers.get("sec-fetch-site") }, origin),
});
