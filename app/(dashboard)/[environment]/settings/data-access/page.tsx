import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { DataAccessView } from "@/components/settings/data-access-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { settingsQueries } from "@/lib/settings/client";
import { getSettings, previewDataAccess } from "@/lib/settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Data access" };

export default async function DataAccessPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, async () => {
    const { apiPiiFields } = await client.query({
      ...settingsQueries.dataAccess(environment),
      queryFn: () => getSettings(person, "data-access"),
    });
    await client.query({
      ...settingsQueries.preview(environment, apiPiiFields),
      queryFn: () => previewDataAccess(person, { apiPiiFields: apiPiiFields.join(",") }),
    });
  });
  if (!opened) return <Forbidden title="Data access" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Data access" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `for API keys of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="data-access" pages={settingsPages(person)} />
      <DataAccessView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
