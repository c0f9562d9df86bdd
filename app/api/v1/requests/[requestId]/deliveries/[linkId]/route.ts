import { linkList, linkParams } from "@/lib/delivery/schema";
import { revokeLink } from "@/lib/delivery/write";
import { apiRoute } from "@/lib/http/api-route";

export const DELETE = apiRoute({
  summary: "Revoke a download link",
  params: linkParams,
  response: linkList,
  handler: ({ actor, params }) => revokeLink(actor, params),
});
