import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { DocumentSettingsView } from "@/components/settings/document-settings-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { settingsQueries } from "@/lib/settings/client";
import { getDocumentSettings } from "@/lib/settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Documents" };

export default async function DocumentSettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...settingsQueries.documents(environment),
      queryFn: () => getDocumentSettings(person),
    }),
  );
  if (!opened) return <Forbidden title="Documents" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Documents" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="documents" pages={settingsPages(person)} />
      <DocumentSettingsView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
