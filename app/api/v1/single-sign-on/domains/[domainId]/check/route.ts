import { apiRoute } from "@/lib/http/api-route";
import { checkDomain } from "@/lib/single-sign-on/domains";
import { domainDto, domainParams, emptyInput } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Look for the TXT record of a domain",
  params: domainParams,
  body: emptyInput,
  response: domainDto,
  handler: ({ actor, params }) => checkDomain(actor, params),
});
