import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { ListsView } from "@/components/lists/lists-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { listQueries } from "@/lib/lists/client";
import { getBlocklist, listBlocklistEntries } from "@/lib/lists/read";
import { blocklistQuery } from "@/lib/lists/schema";
import { typedListQueries } from "@/lib/typed-lists/client";
import { listLists } from "@/lib/typed-lists/read";
import { listsQuery } from "@/lib/typed-lists/schema";
import { settingsPages } from "../pages";

export const metadata = { title: "Lists" };

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
      client.query({
        ...typedListQueries.lists(environment),
        queryFn: () => listLists(person, listsQuery.parse({ limit: 100 })),
      }),
    ]),
  );
  if (!opened) return <Forbidden title="Lists" environment={environment} />;
  const mayWrite = can(person, "lists:write");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Lists" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayWrite ? `of ${environment}` : "read only"}
      </TopBar>
      <SettingsNav environment={environment} current="blocklist" pages={settingsPages(person)} />
      <ListsView mayWrite={mayWrite} />
    </HydrationBoundary>
  );
}
