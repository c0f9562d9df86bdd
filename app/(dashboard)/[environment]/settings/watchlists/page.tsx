import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { WatchlistsCard } from "@/components/watchlists/watchlists-card";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { watchlistQueries } from "@/lib/watchlists/client";
import { listWatchlists } from "@/lib/watchlists/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Watchlists" };

export default async function WatchlistsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...watchlistQueries.list(environment), queryFn: () => listWatchlists(person) }),
  );
  if (!opened) return <Forbidden title="Watchlists" environment={environment} />;
  const mayWrite = can(person, "lists:write");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Watchlists" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayWrite ? `of ${environment}` : "read only"}
      </TopBar>
      <SettingsNav environment={environment} current="watchlists" pages={settingsPages(person)} />
      <div className="min-h-0 flex-1 overflow-auto p-4">
        <WatchlistsCard mayWrite={mayWrite} />
      </div>
    </HydrationBoundary>
  );
}
