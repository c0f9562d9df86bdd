import { listLinks } from "@/lib/captures/read";
import { linkList } from "@/lib/captures/schema";
import { sessionParams } from "@/lib/contract/session-id";
import { apiRoute } from "@/lib/http/api-route";

export const GET = apiRoute({
  summary: "List the capture links of a session, newest first; only the active one has its address",
  params: sessionParams,
  response: linkList,
  handler: ({ actor, params }) => listLinks(actor, params),
});
