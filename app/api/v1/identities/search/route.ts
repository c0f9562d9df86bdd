import { apiRoute } from "@/lib/http/api-route";
import { identitySearchDto, identitySearchInput } from "@/lib/identities/schema";
import { searchIdentities } from "@/lib/identities/search";

export const POST = apiRoute({
  summary: "Find identities by personal values",
  body: identitySearchInput,
  response: identitySearchDto,
  isPersonal: true,
  handler: ({ actor, body }) => searchIdentities(actor, body),
});
