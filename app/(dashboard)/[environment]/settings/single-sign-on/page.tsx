import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { ConnectionsCard } from "@/components/single-sign-on/connections-card";
import { DomainsCard } from "@/components/single-sign-on/domains-card";
import { OnlyCard } from "@/components/single-sign-on/only-card";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readParam } from "@/lib/http/page";
import { ssoQueries } from "@/lib/single-sign-on/client";
import { readSingleSignOn } from "@/lib/single-sign-on/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Single sign-on" };

export default async function SingleSignOnPage({ params, searchParams }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...ssoQueries.overview(environment), queryFn: () => readSingleSignOn(person) }),
  );
  if (!opened) return <Forbidden title="Single sign-on" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Single sign-on" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        of live and sandbox
      </TopBar>
      <SettingsNav environment={environment} current="single-sign-on" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <ConnectionsCard tested={readParam(await searchParams, "tested") ?? null} />
        <DomainsCard />
        <OnlyCard />
      </div>
    </HydrationBoundary>
  );
}
