import { apiRoute } from "@/lib/http/api-route";
import { restoreIdentity } from "@/lib/identities/archive";
import { retellIdentity } from "@/lib/identities/read";
import { identityDto, identityParams } from "@/lib/identities/schema";

export const POST = apiRoute({
  summary: "Restore an archived identity",
  params: identityParams,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  handler: ({ actor, params }) => restoreIdentity(actor, params),
});
