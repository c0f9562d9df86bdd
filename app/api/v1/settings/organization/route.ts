import { apiRoute } from "@/lib/http/api-route";
import { getOrganization } from "@/lib/organization/read";
import { organizationDto, organizationInput } from "@/lib/organization/schema";
import { updateOrganization } from "@/lib/organization/write";

export const GET = apiRoute({
  summary: "Get the organization's name, contact and time zone",
  response: organizationDto,
  handler: ({ actor }) => getOrganization(actor),
});

export const PATCH = apiRoute({
  summary: "Change the organization's name, contact and time zone",
  body: organizationInput,
  response: organizationDto,
  handler: ({ actor, body }) => updateOrganization(actor, body),
});
