import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { Forbidden } from "@/components/auth/forbidden";
import { SettingsNav } from "@/components/settings/settings-nav";
import { WorkflowView } from "@/components/settings/workflow-view";
import { TopBar } from "@/components/shell/top-bar";
import { can } from "@/lib/actor/actor";
import { requirePerson } from "@/lib/auth/authenticate";
import { getQueryClient } from "@/lib/browser/query-client";
import { openPage, type PageProps, readEnvironment } from "@/lib/http/page";
import { workflowQueries } from "@/lib/workflow/client";
import { getWorkflow } from "@/lib/workflow/read";
import { settingsPages } from "../pages";

export const metadata = { title: "Workflow" };

export default async function WorkflowSettingsPage({ params }: PageProps) {
  const environment = readEnvironment((await params).environment);
  const person = await requirePerson(environment);
  const client = getQueryClient();
  const opened = await openPage(person, () =>
    client.query({ ...workflowQueries.current(environment), queryFn: () => getWorkflow(person) }),
  );
  if (!opened) return <Forbidden title="Workflow" environment={environment} />;
  const mayUpdate = can(person, "settings:update");
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <TopBar title="Workflow" trail={[{ label: "Settings", href: `/${environment}/settings` }]}>
        {mayUpdate ? `for sessions of ${environment}` : "read only: administrators change this"}
      </TopBar>
      <SettingsNav environment={environment} current="workflow" pages={settingsPages(person)} />
      <WorkflowView mayUpdate={mayUpdate} />
    </HydrationBoundary>
  );
}
