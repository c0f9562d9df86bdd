import { apiRoute } from "@/lib/http/api-route";
import { getIdentity } from "@/lib/identities/read";
import {
  identityDto,
  identityParams,
  identityRedactionDto,
  identityRedactQuery,
} from "@/lib/identities/schema";
import { redactIdentity } from "@/lib/identities/write";

export const GET = apiRoute({
  summary: "Get an identity",
  params: identityParams,
  response: identityDto,
  handler: ({ actor, params }) => getIdentity(actor, params),
});

export const DELETE = apiRoute({
  summary: "Redact an identity",
  params: identityParams,
  query: identityRedactQuery,
  response: identityRedactionDto,
  isRepeatable: true,
  handler: ({ actor, params, query }) => redactIdentity(actor, { ...params, ...query }),
});
