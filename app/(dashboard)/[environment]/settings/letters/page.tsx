import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { WordingsView } from "@/components/wordings/wordings-view";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { wordingQueries } from "@/lib/wordings/client";
import { getWording } from "@/lib/wordings/read";
import { wordingPlace } from "@/lib/wordings/schema";
import { settingsPages } from "../pages";

export const metadata = { title: "Letters" };

export default async function WordingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const place = wordingPlace.parse({});
  const opened = await openPage(person, () =>
    client.query({
      ...wordingQueries.one(environment, place),
      queryFn: () => getWording(person, place),
    }),
  );
  if (!opened) return <Forbidden title="Letters" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Letters" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="letters" pages={settingsPages(person)} />
      <WordingsView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
