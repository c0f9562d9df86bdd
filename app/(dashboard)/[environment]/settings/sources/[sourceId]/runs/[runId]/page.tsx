import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { TopBar } from "@/components/shell/top-bar";
import { RunCard } from "@/components/sources/run-card";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment, readSegment } from "@/lib/http/page";
import { sourceQueries } from "@/lib/sources/client";
import { getRun, getSource } from "@/lib/sources/read";
import { settingsPages } from "../../../../pages";

export const metadata = { title: "Run" };

export default async function RunPage({ params }: PageProps<{ sourceId: string; runId: string }>) {
  const given = await params;
  const environment = readEnvironment(given.environment);
  const [sourceId, runId] = [readSegment(given.sourceId), readSegment(given.runId)];
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, async () => {
    const source = await getSource(person, { sourceId });
    await client.query({
      ...sourceQueries.run(environment, sourceId, runId),
      queryFn: () => getRun(person, { sourceId, runId }),
    });
    return source;
  });
  if (!opened) return <Forbidden title="Run" environment={environment} />;
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar
        title="Run"
        trail={[
          { label: "Settings", href: `/${environment}/settings` },
          { label: "Sources", href: `/${environment}/settings/sources` },
          { label: opened.content.name, href: `/${environment}/settings/sources/${sourceId}` },
        ]}
      />
      <SettingsNav environment={environment} current="sources" pages={settingsPages(person)} />
      <div className="grid flex-1 content-start gap-4 p-4">
        <RunCard sourceId={sourceId} runId={runId} now={Date.now()} />
      </div>
    </HydrationBoundary>
  );
}
