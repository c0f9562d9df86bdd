import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { SourcesCard } from "@/components/sources/sources-card";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { sourceQueries } from "@/lib/sources/client";
import { listSources, listVendors } from "@/lib/sources/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Sources" };

export default async function SourcesPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({ ...sourceQueries.list(environment), queryFn: () => listSources(person) }),
      client.query({ ...sourceQueries.vendors(environment), queryFn: () => listVendors(person) }),
    ]),
  );
  if (!opened) return <Forbidden title="Sources" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Sources" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {`of ${environment}`}
      </TopBar>
      <SettingsNav environment={environment} current="sources" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <SourcesCard now={Date.now()} mayManage={can(person, "sources:manage")} />
      </div>
    </HydrationBoundary>
  );
}
