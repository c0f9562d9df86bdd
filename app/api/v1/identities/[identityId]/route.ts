import { apiRoute } from "@/lib/http/api-route";
import { getIdentity, retellIdentity } from "@/lib/identities/read";
import { redactIdentity } from "@/lib/identities/redact";
import {
  identityDto,
  identityParams,
  identityPatch,
  identityRedactionDto,
  identityRedactQuery,
} from "@/lib/identities/schema";
import { updateIdentity } from "@/lib/identities/write";

export const GET = apiRoute({
  summary: "Get an identity",
  params: identityParams,
  response: identityDto,
  handler: ({ actor, params }) => getIdentity(actor, params),
});

export const PATCH = apiRoute({
  summary: "Update an identity",
  params: identityParams,
  body: identityPatch,
  response: identityDto,
  isPersonal: true,
  retell: retellIdentity,
  errors: [409],
  handler: ({ actor, params, body }) => updateIdentity(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Redact an identity",
  params: identityParams,
  query: identityRedactQuery,
  response: identityRedactionDto,
  isRepeatable: true,
  handler: ({ actor, params, query }) => redactIdentity(actor, { ...params, ...query }),
});
