import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { RetentionView } from "@/components/settings/retention-view";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { privacyQueries } from "@/lib/privacy/client";
import { planRetention } from "@/lib/retention/plan";
import { settingsQueries } from "@/lib/settings/client";
import { getSettings } from "@/lib/settings/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Retention" };

export default async function RetentionPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    Promise.all([
      client.query({
        ...settingsQueries.retention(environment),
        queryFn: () => getSettings(person, "retention"),
      }),
      client.query({ ...privacyQueries.retention(environment), queryFn: () => planRetention(person) }),
    ]),
  );
  if (!opened) return <Forbidden title="Retention" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Retention" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="retention" pages={settingsPages(person)} />
      <RetentionView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
