import { apiRoute } from "@/lib/http/api-route";
import { logoInput, logoRemoval, organizationDto } from "@/lib/organization/schema";
import { removeLogo, setLogo } from "@/lib/organization/write";

export const PUT = apiRoute({
  summary: "Replace the organization's logo",
  body: logoInput,
  response: organizationDto,
  errors: [413],
  handler: ({ actor, body }) => setLogo(actor, body),
});

export const DELETE = apiRoute({
  summary: "Remove the organization's logo",
  query: logoRemoval,
  response: organizationDto,
  handler: ({ actor, query }) => removeLogo(actor, query),
});
