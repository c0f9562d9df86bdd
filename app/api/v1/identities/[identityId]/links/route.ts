import { apiRoute } from "@/lib/http/api-route";
import { listIdentityLinks } from "@/lib/identities/links";
import { identityLinkList, identityParams } from "@/lib/identities/schema";

export const GET = apiRoute({
  summary: "List identities linked to an identity",
  params: identityParams,
  response: identityLinkList,
  handler: ({ actor, params }) => listIdentityLinks(actor, params),
});
