import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RequestSettingsView } from "@/components/settings/request-settings-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { requestSettingsQueries } from "@/lib/request-settings/client";
import { getRequestSettings } from "@/lib/request-settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Settings of requests" };

export default async function RequestSettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...requestSettingsQueries.saved(environment),
      queryFn: () => getRequestSettings(person),
    }),
  );
  if (!opened) return <Forbidden title="Requests" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Requests" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="requests" pages={settingsPages(person)} />
      <RequestSettingsView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
