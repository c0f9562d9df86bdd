import { apiRoute } from "@/lib/http/api-route";
import { moveDomain, removeDomain } from "@/lib/single-sign-on/domains";
import { domainChanges, domainDto, domainParams, removedDomainDto } from "@/lib/single-sign-on/schema";

export const PATCH = apiRoute({
  summary: "Send the people of a domain to another connection",
  params: domainParams,
  body: domainChanges,
  response: domainDto,
  handler: ({ actor, params, body }) => moveDomain(actor, { ...params, ...body }),
});

export const DELETE = apiRoute({
  summary: "Remove a domain",
  params: domainParams,
  response: removedDomainDto,
  handler: ({ actor, params }) => removeDomain(actor, params),
});
