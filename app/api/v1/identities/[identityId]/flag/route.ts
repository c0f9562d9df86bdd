import { apiRoute } from "@/lib/http/api-route";
import { flagIdentity, unflagIdentity } from "@/lib/identities/flag";
import { retellIdentity } from "@/lib/identities/read";
import { flagInput, identityDto, identityParams } from "@/lib/identities/schema";

export const POST = apiRoute({
  summary: "Flag an identity",
  params: identityParams,
  body: flagInput,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  handler: ({ actor, params, body }) => flagIdentity(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Remove the flag of an identity",
  params: identityParams,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  handler: ({ actor, params }) => unflagIdentity(actor, params),
});
