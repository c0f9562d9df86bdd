import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { ItemsCard } from "@/components/sources/items-card";
import { ReportsCard } from "@/components/sources/reports-card";
import { RunsCard } from "@/components/sources/runs-card";
import { SourceCard } from "@/components/sources/source-card";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { sourceQueries } from "@/lib/sources/client";
import { getSource } from "@/lib/sources/read";
import { settingsPages } from "../../pages";

export const metadata = { title: "Source" };

export default async function SourcePage({ params }: PageProps<{ sourceId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const sourceId = readSegment(given.sourceId);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({
      ...sourceQueries.one(environment, sourceId),
      queryFn: () => getSource(person, { sourceId }),
    }),
  );
  if (!opened) return <Forbidden title="Source" environment={environment} />;
  const mayManage = can(person, "sources:manage");
  const now = Date.now();
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar
        title="Source"
        trail={[
          { label: "Settings", href: `/${environment}/settings` },
          { label: "Sources", href: `/${environment}/settings/sources` },
        ]}
      />
      <SettingsNav environment={environment} current="sources" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <SourceCard sourceId={sourceId} now={now} mayManage={mayManage} />
        <RunsCard sourceId={sourceId} now={now} />
        <ReportsCard sourceId={sourceId} now={now} mayManage={mayManage} />
        <ItemsCard sourceId={sourceId} now={now} mayManage={mayManage} />
      </div>
    </HydrationBoundary>
  );
}
