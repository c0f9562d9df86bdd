import { apiRoute } from "@/lib/http/api-route";
import { archiveIdentity } from "@/lib/identities/archive";
import { retellIdentity } from "@/lib/identities/read";
import { identityDto, identityParams } from "@/lib/identities/schema";

export const POST = apiRoute({
  summary: "Archive an identity",
  params: identityParams,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  handler: ({ actor, params }) => archiveIdentity(actor, params),
});
