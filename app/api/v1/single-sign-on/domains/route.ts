import { apiRoute } from "@/lib/http/api-route";
import { addDomain } from "@/lib/single-sign-on/domains";
import { domainDto, domainInput } from "@/lib/single-sign-on/schema";

export const POST = apiRoute({
  summary: "Add a domain of e-mail addresses",
  body: domainInput,
  response: domainDto,
  status: 201,
  handler: ({ actor, body }) => addDomain(actor, body),
});
