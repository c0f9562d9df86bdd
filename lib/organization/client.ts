import { queryOptions } from "@tanstack/react-query";
import type { Environment } from "@/lib/actor/actor";
import { callApi } from "@/lib/browser/api-client";
import type { LogoInput, OrganizationInput } from "@/lib/organization/schema";

const schemas = () => import("@/lib/organization/schema");

export const organizationQueries = {
  own: (environment: Environment) =>
    queryOptions({
      queryKey: [environment, "settings", "organization"],
      queryFn: async ({ signal }) =>
        callApi("/settings/organization", (await schemas()).organizationDto, { environment, signal }),
    }),
};

/** Changes what the organization says about itself. Rejects with status 409 when another member has saved first. */
export async function updateOrganization(environment: Environment, change: OrganizationInput) {
  const { organizationDto } = await schemas();
  return callApi("/settings/organization", organizationDto, { environment, method: "PATCH", body: change });
}

/** Replaces the logo. Rejects with status 409 when another member has saved first. */
export async function setLogo(environment: Environment, body: LogoInput) {
  const { organizationDto } = await schemas();
  return callApi("/settings/organization/logo", organizationDto, { environment, method: "PUT", body });
}

/** Removes the logo. Rejects with status 409 when another member has saved first. */
export async function removeLogo(environment: Environment, version: number) {
  const { organizationDto } = await schemas();
  return callApi(`/settings/organization/logo?version=${version}`, organizationDto, {
    environment,
    method: "DELETE",
  });
}

/** Sends a test mail to oneself. @returns what the mail server said */
export async function sendTestMail(environment: Environment) {
  const { testMailAnswer } = await schemas();
  return callApi("/settings/organization/test-mail", testMailAnswer, {
    environment,
    method: "POST",
    body: {},
  });
}
