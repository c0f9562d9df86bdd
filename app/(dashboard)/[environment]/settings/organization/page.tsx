import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { OrganizationView } from "@/components/organization/organization-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { organizationQueries } from "@/lib/organization/client";
import { getOrganization } from "@/lib/organization/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Organization" };

export default async function OrganizationPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...organizationQueries.own(environment), queryFn: () => getOrganization(person) }),
  );
  if (!opened) return <Forbidden title="Organization" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Organization" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? "of live and sandbox" : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="organization" pages={settingsPages(person)} />
      <OrganizationView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
