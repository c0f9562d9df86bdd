import { apiRoute } from "@/lib/http/api-route";
import { identitySearchInput } from "@/lib/identities/schema";
import { findRequests } from "@/lib/register/find";
import { requestsFound } from "@/lib/register/schema";

export const POST = apiRoute({
  summary: "Find the data-subject requests of a person",
  body: identitySearchInput,
  response: requestsFound,
  isPersonal: true,
  handler: ({ actor, body }) => findRequests(actor, body),
});
