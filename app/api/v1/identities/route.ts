import { apiRoute } from "@/lib/http/api-route";
import { listIdentities, retellIdentity } from "@/lib/identities/read";
import { identityDto, identityInput, identityListQuery, identityPage } from "@/lib/identities/schema";
import { addIdentity } from "@/lib/identities/write";

export const GET = apiRoute({
  summary: "List identities",
  query: identityListQuery,
  response: identityPage,
  handler: ({ actor, query }) => listIdentities(actor, query),
});

export const POST = apiRoute({
  summary: "Create an identity",
  body: identityInput,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  status: 201,
  handler: ({ actor, body }) => addIdentity(actor, body),
});
