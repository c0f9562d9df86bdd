import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RequestSettingsView } from "@/components/settings/request-settings-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/auth/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { getQueryClient } from "@/lib/http/query-client";
import { settingsQueries } from "@/lib/settings/client";
import { getRequestSettings } from "@/lib/settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Settings of requests" };

export default async function RequestSettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...settingsQueries.requests(environment),
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
      <RequestSettingsView environment={environment} mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
