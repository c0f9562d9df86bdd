import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { BlocklistView } from "@/components/lists/blocklist-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { listQueries } from "@/lib/lists/client";
import { getBlocklist, listBlocklistEntries } from "@/lib/lists/read";
import { blocklistQuery } from "@/lib/lists/schema";
import { settingsPages } from "../pages";

export const metadata = { title: "Blocklist" };

export default async function BlocklistPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({ ...listQueries.blocklist(environment), queryFn: () => getBlocklist(person) }),
      client.query({
        ...listQueries.entries(environment, ""),
        queryFn: () => listBlocklistEntries(person, blocklistQuery.parse({})),
      }),
    ]),
  );
  if (!opened) return <Forbidden title="Blocklist" environment={environment} />;
  const mayWrite = can(person, "lists:write");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Blocklist" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayWrite ? `of ${environment}` : "read only"}
      </TopBar>
      <SettingsNav environment={environment} current="blocklist" pages={settingsPages(person)} />
      <BlocklistView mayWrite={mayWrite} />
    </HydrationBoundary>
  );
}
